package dev.connectors.whatsapp.operator.connector;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P1")
class ConnectorReportJsonTest {
    @Test
    void aReportIsReadWhole() {
        var reading = ConnectorReportJson.read("""
                {"shard": "whatsapp-default-0",
                 "accounts": [
                   {"accountId": "sales", "uid": "u1", "status": "connected", "paired": true,
                    "connectedSince": "2026-11-21T10:00:00.123Z", "lastSeenAt": "2026-11-21T10:05:00Z",
                    "reconnectAttempts": 0},
                   {"accountId": "support", "uid": "u2", "status": "qr_ready", "paired": false,
                    "reason": null, "reconnectAttempts": 3, "somethingNew": [1]}],
                 "sessions": ["sales", "former"],
                 "tombstones": [{"accountId": "gone", "uid": "u3"}]}
                """);

        assertThat(reading.problems()).isEmpty();
        var report = reading.report().orElseThrow();
        assertThat(report.shard()).isEqualTo("whatsapp-default-0");
        assertThat(report.accounts())
                .containsExactly(
                        new AccountReport(
                                new AccountId("sales"),
                                "u1",
                                AccountReport.Status.CONNECTED,
                                true,
                                null,
                                Instant.parse("2026-11-21T10:00:00.123Z"),
                                Instant.parse("2026-11-21T10:05:00Z"),
                                0),
                        new AccountReport(
                                new AccountId("support"),
                                "u2",
                                AccountReport.Status.QR_READY,
                                false,
                                null,
                                null,
                                null,
                                3));
        assertThat(report.sessions()).contains(Set.of(new AccountId("sales"), new AccountId("former")));
        assertThat(report.acknowledged()).containsExactly(new Acknowledgement(new AccountId("gone"), "u3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"shard\":\"s\"}", "null", "{\"error\":\"unauthorized\"}"})
    void whatIsNoReportIsNone(String text) {
        var reading = ConnectorReportJson.read(text);

        assertThat(reading.report()).isEmpty();
        assertThat(reading.problems()).isNotEmpty();
    }

    @Test
    void aWordThatANewerConnectorUsesCostsOneAccountOnly() {
        var reading = ConnectorReportJson.read("""
                {"shard": "s", "accounts": [
                  {"accountId": "a", "uid": "u", "status": "levitating", "paired": true, "reconnectAttempts": 0},
                  {"accountId": "b", "uid": "u", "status": "connecting", "paired": true, "reconnectAttempts": 0}]}
                """);

        assertThat(reading.report().orElseThrow().byAccount()).containsOnlyKeys(new AccountId("b"));
        assertThat(reading.problems()).singleElement().asString().contains("accounts[0]", "levitating");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"sessions\":null", ",\"sessions\":[\"a\",\"not/an/id\"]"})
    void whatIsNotSaidOfTheVolumeIsNotTakenForAnEmptyOne(String sessions) {
        var reading = ConnectorReportJson.read("{\"shard\":\"s\",\"accounts\":[]" + sessions + "}");

        assertThat(reading.report().orElseThrow().sessions()).isEmpty();
    }

    @Test
    void whoCannotLookAtTheVolumeDoesNotKnowWhoIsUnpaired() {
        var account = "{\"accountId\":\"a\",\"uid\":\"u\",\"status\":\"disconnected\",\"paired\":false,"
                + "\"reconnectAttempts\":0}";

        var blind = ConnectorReportJson.read("{\"shard\":\"s\",\"accounts\":[" + account + "]}");
        var seeing = ConnectorReportJson.read("{\"shard\":\"s\",\"accounts\":[" + account + "],\"sessions\":[]}");

        assertThat(blind.report().orElseThrow().accounts().getFirst().paired()).isNull();
        assertThat(seeing.report().orElseThrow().accounts().getFirst().paired()).isFalse();
    }

    @Test
    void anEmptyVolumeIsEmpty() {
        var reading = ConnectorReportJson.read("{\"shard\":\"s\",\"accounts\":[],\"sessions\":[]}");

        assertThat(reading.report().orElseThrow().sessions()).contains(Set.of());
    }
}
