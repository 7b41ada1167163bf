package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.Query;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every query that the code builds, found by its calls of the client. For this to be all, what narrows or orders a query is
 * called only in methods that return one {@link Query}, are not private, and take what {@link #SAMPLES} has: no
 * {@code Optional} or flag by which a method could be two queries. Their class is made from a {@link Layout} alone.
 */
final class QueriesInTheCode {
    /** What is called on a query or a collection without there being another index to use. */
    private static final Set<String> HARMLESS = Set.of(
            "get",
            "count",
            "addSnapshotListener",
            "limit",
            "startAfter",
            "document",
            "getId",
            "getPath",
            "getParent",
            "equals");

    private static final Set<String> QUERIES = Set.of(
            "com.google.cloud.firestore.Query",
            "com.google.cloud.firestore.CollectionReference",
            "com.google.cloud.firestore.CollectionGroup");

    /** Of the client itself: what names documents, reads them by name, writes, or ends. */
    private static final Set<String> HARMLESS_OF_CLIENT =
            Set.of("collection", "document", "getAll", "batch", "close", "shutdownNow");

    private static final AccountId ACCOUNT = new AccountId("sales");

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            AccountId.class,
            ACCOUNT,
            ThreadId.class,
            new ThreadId(ACCOUNT, new ChatId("40712345678@s.whatsapp.net")),
            WaMessageId.class,
            new WaMessageId("3A5F"),
            Instant.class,
            Instant.EPOCH,
            String.class,
            "text",
            List.class,
            List.of(ACCOUNT, new AccountId("support")));

    private QueriesInTheCode() {}

    /** The methods that narrow or order a query, wherever they are. */
    static List<JavaCodeUnit> builders(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getAccessesFromSelf().stream().anyMatch(QueriesInTheCode::decidesTheIndex))
                .toList();
    }

    private static boolean decidesTheIndex(JavaAccess<?> access) {
        var owner = access.getTargetOwner().getName();
        var name = access.getTarget().getName();
        return (QUERIES.contains(owner) && !HARMLESS.contains(name))
                || (owner.equals("com.google.cloud.firestore.Firestore") && !HARMLESS_OF_CLIENT.contains(name));
    }

    /** Builders that {@link #in} cannot call, and so would miss. */
    static List<JavaCodeUnit> outOfSight(JavaClasses classes) {
        return builders(classes).stream()
                .filter(unit -> !unit.getRawReturnType().isEquivalentTo(Query.class)
                        || unit.getModifiers().contains(JavaModifier.PRIVATE))
                .toList();
    }

    /** A query as a method of the code builds it. */
    record Built(String method, Query query) {
        @Override
        public String toString() {
            return method;
        }
    }

    /** Every query, each by the method that builds it. */
    static List<Built> in(JavaClasses classes, Layout layout) {
        return builders(classes).stream()
                .map(JavaCodeUnit::getOwner)
                .distinct()
                .map(JavaClass::reflect)
                .flatMap(type -> in(type, layout))
                .toList();
    }

    private static Stream<Built> in(Class<?> type, Layout layout) {
        var owner = type == Layout.class ? layout : make(type, layout);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Query.class == method.getReturnType() && !Modifier.isPrivate(method.getModifiers()))
                .map(method -> new Built(
                        type.getSimpleName() + "." + method.getName() + " in layout "
                                + layout.data().word(),
                        call(method, owner)));
    }

    private static Object make(Class<?> type, Layout layout) {
        try {
            var constructor = type.getDeclaredConstructor(Layout.class);
            constructor.setAccessible(true);
            return constructor.newInstance(layout);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " builds queries, so it has to be made from a Layout alone", e);
        }
    }

    private static Query call(Method method, Object owner) {
        var arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> sample(method, type))
                .toArray();
        try {
            method.setAccessible(true);
            return (Query) method.invoke(owner, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " does not build a query", e);
        }
    }

    private static Object sample(Method method, Class<?> type) {
        var sample = type.isEnum() ? type.getEnumConstants()[0] : SAMPLES.get(type);
        if (sample == null) {
            throw new AssertionError(method + ": there is no sample of a " + type.getSimpleName()
                    + ". One method is to be one query, whatever its arguments");
        }
        return sample;
    }
}
