package dev.connectors.whatsapp.connector;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** The arrows between packages, and what no class does. */
class ArchitectureTest {
    private static final String ROOT = "dev.connectors.whatsapp.connector";
    private static final String OUTBOX = ROOT + ".outbox";
    private static final String GENERATED = "dev.connectors.whatsapp.bridge.v1";
    private static final String REHEARSAL = ROOT + ".rehearsal..";

    /** Which packages of the connector each may know; the root puts them together and may know all. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("chat", Set.of()),
            entry("config", Set.of("chat")),
            entry("firestore", Set.of("chat", "config")),
            entry("bridge", Set.of("chat", "config")),
            entry("lease", Set.of("bridge", "chat", "config", "firestore")),
            entry("account", Set.of("bridge", "chat", "config", "firestore", "lease")),
            entry("kubernetes", Set.of("account", "chat", "config")),
            entry("outbox", Set.of("account", "bridge", "chat", "config", "firestore", "lease")),
            entry("inbound", Set.of("bridge", "chat", "config", "firestore")),
            entry("migration", Set.of("chat", "config", "firestore")),
            entry("transfer", Set.of("bridge", "chat", "config", "firestore", "lease")),
            entry("history", Set.of("chat", "firestore")),
            entry("rehearsal", Set.of()),
            entry("web", Set.of("account", "chat", "config", "firestore", "history", "outbox")),
            entry("security", Set.of("config")),
            entry("health", Set.of("account", "bridge", "chat", "config", "firestore", "history", "lease", "outbox")));

    private static final JavaClasses CLASSES = ProductionClasses.ALL;

    private static final DescribedPredicate<JavaAccess<?>> SENDS =
            target(owner(equivalentTo(BridgeClient.class))).and(target(name("sendText")));
    private static final DescribedPredicate<JavaAccess<?>> DISPATCHES = target(owner(name(OUTBOX + ".Dispatch")));

    static Stream<String> packages() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageKnowsOnlyThoseBelowIt(String name) {
        knowsOnly(name, MAY_KNOW.getOrDefault(name, Set.of())).check(CLASSES);
    }

    @Test
    void everyPackageHasItsArrows() {
        var names = CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1));

        assertThat(names).isSubsetOf(MAY_KNOW.keySet()).containsAll(MAY_KNOW.keySet());
    }

    @Test
    void noPackagesKnowEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheBridgePackageAndItsStandInSpeakTheContract() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(ROOT + ".bridge..", REHEARSAL)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GENERATED + "..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBridgeAndFirestorePackagesAndTheirStandInsKnowGrpc() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(ROOT + ".bridge..", ROOT + ".firestore..", REHEARSAL)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc..")
                .check(CLASSES);
    }

    /** What is claimed is sent, be it claimed from the queue or by the commit that accepted it; and nothing else is. */
    @Test
    @Tag("O3")
    void onlyWhatIsClaimedIsSent() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(OUTBOX + ".BridgeDispatch")
                .should()
                .callMethodWhere(SENDS)
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching(Pattern.quote(OUTBOX) + "\\.(OutboxWorker|ImmediateClaims)")
                .should()
                .callMethodWhere(DISPATCHES)
                .check(CLASSES);
    }

    /** How long it takes to find a token wrong must not tell how much of it is right. */
    @Test
    @Tag("S2")
    void theOperatorsTokenIsComparedInConstantTime() {
        classes()
                .that()
                .haveSimpleName("InternalToken")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(CLASSES);
        noClasses()
                .that()
                .haveSimpleName("InternalToken")
                .should()
                .callMethod(String.class, "equals", Object.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheStartWritesPastTheLog() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ConnectorApplication.class.getName())
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void everyLogGoesThroughSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    @Test
    void whatAClassNeedsItsConstructorTakes() {
        noFields().should(BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION).check(CLASSES);
    }

    @Test
    void aForbiddenArrowIsFound() {
        assertThat(knowsOnly("outbox", Set.of()).evaluate(CLASSES).hasViolation())
                .isTrue();
        assertThat(noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(GENERATED + "..")
                        .evaluate(CLASSES)
                        .hasViolation())
                .isTrue();
        assertThat(noClasses().should().callMethodWhere(SENDS).evaluate(CLASSES).hasViolation())
                .isTrue();
        assertThat(noClasses()
                        .should()
                        .callMethodWhere(DISPATCHES)
                        .evaluate(CLASSES)
                        .hasViolation())
                .isTrue();
        assertThat(noClasses().should(ACCESS_STANDARD_STREAMS).evaluate(CLASSES).hasViolation())
                .isTrue();
    }

    private static ArchRule knowsOnly(String name, Set<String> others) {
        var allowed = Stream.concat(Stream.of(name), others.stream())
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)));
    }
}
