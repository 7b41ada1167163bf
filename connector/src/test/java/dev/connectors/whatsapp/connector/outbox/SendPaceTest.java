package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S5")
class SendPaceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final AccountId SALES = new AccountId("sales");
    private static final AccountId SUPPORT = new AccountId("support");

    private final Map<AccountId, Integer> perMinute = new HashMap<>(Map.of(SALES, 60, SUPPORT, 2));
    private final SendPace pace = new SendPace(account -> perMinute.getOrDefault(account, 0));

    @ParameterizedTest(name = "{0} a minute, seed {1}")
    @CsvSource({"1, 1", "7, 2", "60, 3", "60, 4", "1000, 5"})
    void inNoMinuteDoesAnAccountSendMoreThanItMay(int allowed, long seed) {
        perMinute.put(SALES, allowed);
        var random = new Random(seed);
        var sends = new ArrayList<Instant>();
        var now = NOON;

        while (now.isBefore(NOON.plus(Duration.ofMinutes(10)))) {
            for (var wanted = random.nextInt(1 + allowed / 4 + 1); wanted > 0 && pace.tryTake(SALES, now); wanted--) {
                sends.add(now);
            }
            now = now.plusMillis(1 + random.nextInt(2_000));
        }

        assertThat(sends).hasSizeGreaterThan(allowed);
        for (var i = allowed; i < sends.size(); i++) {
            assertThat(Duration.between(sends.get(i - allowed), sends.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void whoHasAlwaysMoreToSendSendsExactlyWhatItMayInEachMinute() {
        var perMinuteSent = new ArrayList<Integer>();
        for (var minute = 0; minute < 5; minute++) {
            var sent = 0;
            for (var ms = 0; ms < 60_000; ms += 10) {
                var now = NOON.plus(Duration.ofMinutes(minute)).plusMillis(ms);
                while (pace.tryTake(SALES, now)) {
                    sent++;
                }
            }
            perMinuteSent.add(sent);
        }

        assertThat(perMinuteSent).isEqualTo(List.of(60, 60, 60, 60, 60));
    }

    @Test
    void oneAccountsHasteIsNotAnothersDelay() {
        supportSendsTwice();
        assertThat(pace.tryTake(SUPPORT, NOON.plusSeconds(1))).isFalse();

        assertThat(pace.room(SALES, NOON)).isEqualTo(60);
        assertThat(pace.nextRoom(SALES, NOON)).isEmpty();
    }

    private void supportSendsTwice() {
        assertThat(pace.tryTake(SUPPORT, NOON)).isTrue();
        assertThat(pace.tryTake(SUPPORT, NOON.plusSeconds(1))).isTrue();
    }

    @Test
    void whatDoesNotGoOutAfterAllLeavesRoomForAnother() {
        supportSendsTwice();

        pace.giveBack(SUPPORT);

        assertThat(pace.room(SUPPORT, NOON.plusSeconds(2))).isEqualTo(1);
        assertThat(pace.nextRoom(SUPPORT, NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void theNextMayGoAMinuteAfterTheOldestOfTheLast() {
        assertThat(pace.tryTake(SUPPORT, NOON)).isTrue();
        assertThat(pace.tryTake(SUPPORT, NOON.plusSeconds(20))).isTrue();
        var later = NOON.plusSeconds(59);

        assertThat(pace.room(SUPPORT, later)).isZero();
        assertThat(pace.nextRoom(SUPPORT, later)).contains(NOON.plusSeconds(60));
        assertThat(pace.room(SUPPORT, NOON.plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void aClockThatGoesBackAnHourKeepsNobodyWaitingLongerThanAMinute() {
        supportSendsTwice();
        var back = NOON.minus(Duration.ofHours(1));

        assertThat(pace.room(SUPPORT, back)).isZero();
        assertThat(pace.nextRoom(SUPPORT, back)).contains(back.plusSeconds(60));
        assertThat(pace.room(SUPPORT, back.plusSeconds(60))).isEqualTo(2);
    }

    @Test
    void aPaceThatIsSetAnewHoldsAtOnce() {
        supportSendsTwice();

        perMinute.put(SUPPORT, 1);
        assertThat(pace.room(SUPPORT, NOON.plusSeconds(2))).isZero();
        assertThat(pace.nextRoom(SUPPORT, NOON.plusSeconds(2))).contains(NOON.plusSeconds(61));

        perMinute.put(SUPPORT, 5);
        assertThat(pace.room(SUPPORT, NOON.plusSeconds(2))).isEqualTo(3);
    }
}
