package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a former document adds to the one that has the present name. Pure. What is there stays; what it lacks, it gets. */
final class Merge {
    private Merge() {}

    /** The fields of {@code former} that a document with the fields of {@code present} lacks; all where there is none. */
    static Map<String, Object> missing(Map<String, Object> former, Optional<Map<String, Object>> present) {
        var fields = new HashMap<>(former);
        present.ifPresent(there -> fields.keySet().removeAll(there.keySet()));
        return fields;
    }

    /** The same for threads, of which the later message is the last one and the earlier beginning the beginning. */
    static Map<String, Object> thread(
            DataLayout layout, ThreadId thread, Map<String, Object> former, Optional<Map<String, Object>> present) {
        var named = new HashMap<>(former);
        named.put("accountId", thread.account().value());
        named.put("chatId", thread.chat().jid());
        named.put("clientJid", thread.chat().jid());
        var fields = missing(named, present);
        present.ifPresent(there -> {
            if (isEarlier(there, former, "lastMessageAt")) {
                copy(former, fields, List.of("lastMessageAt", "lastMessageDirection", layout.previewField()));
            }
            if (isEarlier(former, there, "createdAt")) {
                copy(former, fields, List.of("createdAt"));
            }
        });
        return fields;
    }

    private static boolean isEarlier(Map<String, Object> one, Map<String, Object> other, String field) {
        return one.get(field) instanceof Timestamp mine
                && other.get(field) instanceof Timestamp theirs
                && mine.compareTo(theirs) < 0;
    }

    private static void copy(Map<String, Object> from, Map<String, Object> to, List<String> names) {
        names.stream().filter(from::containsKey).forEach(name -> to.put(name, from.get(name)));
    }
}
