package dev.connectors.whatsapp.operator.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a connector's answer. */
public final class ConnectorReportJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConnectorReportJson() {}

    /**
     * What could be read.
     *
     * @param report empty if the answer is no report at all
     * @param problems what could not, and where
     */
    public record Reading(Optional<ConnectorReport> report, List<String> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Reads an answer, as far as it can be read. */
    public static Reading read(String text) {
        try {
            var root = JSON.readTree(text);
            if (!root.path("shard").isTextual() || !root.path("accounts").isArray()) {
                return new Reading(Optional.empty(), List.of("the answer has no shard or no accounts"));
            }
            var problems = new ArrayList<String>();
            var sessions = sessions(root, problems);
            var report = new ConnectorReport(
                    root.path("shard").asText(),
                    elements(root, "accounts", AccountReport.class, problems).stream()
                            .map(account -> credible(account, sessions.isPresent()))
                            .toList(),
                    sessions,
                    Set.copyOf(elements(root, "tombstones", Acknowledgement.class, problems)));
            return new Reading(Optional.of(report), problems);
        } catch (JsonProcessingException e) {
            return new Reading(Optional.empty(), List.of("the answer is no JSON: " + e.getOriginalMessage()));
        }
    }

    /** A connector that cannot look at the volume calls every account unpaired; that is not knowledge. */
    private static AccountReport credible(AccountReport account, boolean volumeKnown) {
        return volumeKnown || account.isKnownToBePaired() ? account : account.withoutPairing();
    }

    /** With one entry unreadable it is not known what lies on the volume: better no evidence than half of it. */
    private static Optional<Set<AccountId>> sessions(JsonNode root, List<String> problems) {
        var array = root.path("sessions");
        var ids = elements(root, "sessions", AccountId.class, problems);
        return array.isArray() && ids.size() == array.size() ? Optional.of(Set.copyOf(ids)) : Optional.empty();
    }

    private static <T> List<T> elements(JsonNode root, String field, Class<T> type, List<String> problems) {
        var elements = new ArrayList<T>();
        var array = root.path(field);
        for (var i = 0; i < array.size(); i++) {
            if (array.get(i).isNull()) {
                problems.add(field + "[" + i + "]: is null");
                continue;
            }
            try {
                elements.add(JSON.treeToValue(array.get(i), type));
            } catch (JsonProcessingException e) {
                problems.add(field + "[" + i + "]: " + e.getOriginalMessage());
            }
        }
        return elements;
    }
}
