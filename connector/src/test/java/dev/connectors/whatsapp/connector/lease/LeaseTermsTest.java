package dev.connectors.whatsapp.connector.lease;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A2")
class LeaseTermsTest {
    private final LeaseTerms terms = LeaseTerms.of(Duration.ofSeconds(25), Duration.ofSeconds(15));

    @Test
    void theHolderStopsBeforeAnybodyTakesOver() {
        assertThat(terms.takenAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(terms.heldFor()).isEqualTo(Duration.ofSeconds(38));
    }

    @Test
    void aFirestoreThatAnswersNobodyForTwentySecondsEndsNoLeaseWheneverThatBegins() {
        var worstMoment = terms.renewEvery();
        var lastAttempt = terms.attempt();

        assertThat(worstMoment.plusSeconds(20).plus(lastAttempt)).isLessThan(terms.heldFor());
    }

    @Test
    void anAttemptOfAShortLeaseIsNoLongerThanTheTimeBetweenTwo() {
        assertThat(LeaseTerms.of(Duration.ofSeconds(3), Duration.ofSeconds(1)).attempt())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
