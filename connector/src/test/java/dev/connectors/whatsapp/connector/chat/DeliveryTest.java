package dev.connectors.whatsapp.connector.chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("O10")
class DeliveryTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            FROM,      QUEUED, FAILED, SENT,  DELIVERED, READ
            QUEUED,    false,  true,   true,  true,      true
            FAILED,    false,  false,  true,  true,      true
            SENT,      false,  false,  false, true,      true
            DELIVERED, false,  false,  false, false,     true
            READ,      false,  false,  false, false,     false
            """)
    void aMessageOnlyMovesForward(
            Delivery from, boolean queued, boolean failed, boolean sent, boolean delivered, boolean read) {
        assertThat(from.advancesTo(Delivery.QUEUED)).isEqualTo(queued);
        assertThat(from.advancesTo(Delivery.FAILED)).isEqualTo(failed);
        assertThat(from.advancesTo(Delivery.SENT)).isEqualTo(sent);
        assertThat(from.advancesTo(Delivery.DELIVERED)).isEqualTo(delivered);
        assertThat(from.advancesTo(Delivery.READ)).isEqualTo(read);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenCanBeReadBack(Delivery delivery) {
        assertThat(Delivery.fromField(delivery.field())).contains(delivery);
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, queued", "SENT, sent", "DELIVERED, delivered", "READ, read", "FAILED, failed"})
    void itIsWrittenInTheWordsOfClientApplications(Delivery delivery, String field) {
        assertThat(delivery.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SENT", "played", " sent", "null"})
    void anyOtherWordIsNone(String field) {
        assertThat(Delivery.fromField(field)).isEmpty();
    }
}
