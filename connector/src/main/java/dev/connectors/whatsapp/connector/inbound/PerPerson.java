package dev.connectors.whatsapp.connector.inbound;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field of a message that has an entry for each person, whatever name the person had at the time. Pure. */
final class PerPerson {
    private PerPerson() {}

    /**
     * The field with the person's new entry, under the first of the names; empty where it is no news.
     *
     * @param isNews whether the entry may take the place of the one that is there
     */
    static Map<String, Object> put(
            Map<String, Object> message,
            String field,
            List<String> names,
            Map<String, Object> entry,
            Predicate<Map<String, Object>> isNews) {
        var entries = new HashMap<String, Object>(map(message.get(field)));
        if (!names.stream()
                .filter(entries::containsKey)
                .map(name -> map(entries.get(name)))
                .allMatch(isNews)) {
            return Map.of();
        }
        names.forEach(entries::remove);
        entries.put(names.getFirst(), entry);
        return Map.of(field, entries);
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var copy = new HashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> Optional.ofNullable(entry).ifPresent(e -> copy.put(String.valueOf(key), e)));
        }
        return copy;
    }
}
