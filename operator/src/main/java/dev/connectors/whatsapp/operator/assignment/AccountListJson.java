package dev.connectors.whatsapp.operator.assignment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of accounts as text: {@code accounts.json} in a shard's ConfigMap. The same list gives the same text, with an
 * account a line.
 */
public final class AccountListJson {
    /** The key in the ConfigMap, and so the name of the mounted file. */
    public static final String KEY = "accounts.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private AccountListJson() {}

    /**
     * What could be read.
     *
     * @param list what is sound
     * @param problems what is not, and where; a list without any was read whole
     */
    public record Reading(AccountList list, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Something that cannot be read.
     *
     * @param where {@code accounts[3]}, or the key of the whole
     */
    public record Problem(String where, String what) {}

    public static String print(AccountList list) {
        return "{\"accounts\":" + lines(list.accounts()) + ",\n\"tombstones\":" + lines(list.tombstones()) + "}\n";
    }

    /**
     * Reads a list, as far as it can be read.
     *
     * @param text null where the ConfigMap has no such key
     */
    public static Reading read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return unreadable("is missing or empty");
        }
        try {
            var root = JSON.readTree(text);
            if (!root.isObject()) {
                return unreadable("must be an object with accounts and tombstones");
            }
            var problems = new ArrayList<Problem>();
            var accounts = elements(root, "accounts", AccountEntry.class, AccountEntry::accountId, problems);
            var tombstones = elements(root, "tombstones", Tombstone.class, Function.identity(), problems);
            return new Reading(new AccountList(accounts, tombstones), problems);
        } catch (JsonProcessingException e) {
            return unreadable(reason(e));
        }
    }

    private static Reading unreadable(String what) {
        return new Reading(AccountList.EMPTY, List.of(new Problem(KEY, what)));
    }

    private static <T> List<T> elements(
            JsonNode root, String field, Class<T> type, Function<T, ?> key, List<Problem> problems) {
        var array = root.path(field);
        if (!array.isArray()) {
            problems.add(new Problem(field, "must be a list"));
            return List.of();
        }
        var elements = new ArrayList<T>();
        var seen = new HashSet<Object>();
        for (var i = 0; i < array.size(); i++) {
            var where = field + "[" + i + "]";
            var element = element(array.get(i), type, where, problems);
            if (element.isPresent() && !seen.add(key.apply(element.get()))) {
                problems.add(new Problem(where, "is there twice"));
            } else {
                element.ifPresent(elements::add);
            }
        }
        return elements;
    }

    private static <T> Optional<T> element(JsonNode node, Class<T> type, String where, List<Problem> problems) {
        try {
            var element = Optional.ofNullable(JSON.treeToValue(node, type));
            if (element.isEmpty()) {
                problems.add(new Problem(where, "must be an object"));
            }
            return element;
        } catch (JsonProcessingException e) {
            problems.add(new Problem(where, reason(e)));
            return Optional.empty();
        }
    }

    private static String reason(JsonProcessingException e) {
        var field = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .collect(Collectors.joining("."))
                : "";
        return (field.isEmpty() ? "" : field + ": ") + e.getOriginalMessage();
    }

    private static String lines(List<?> elements) {
        return elements.isEmpty()
                ? "[]"
                : elements.stream().map(AccountListJson::line).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static String line(Object element) {
        try {
            return JSON.writeValueAsString(element);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values can be written", e);
        }
    }
}
