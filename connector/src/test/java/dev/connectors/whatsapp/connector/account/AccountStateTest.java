package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A1")
class AccountStateTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Account account = new Account(new AccountId("sales"), "Sales", Optional.empty());
    private final AccountState fresh = AccountState.initial(account);

    @Test
    void anAccountBeginsDisconnected() {
        assertThat(fresh.status()).isEqualTo(AccountStatus.DISCONNECTED);
        assertThat(fresh.needsQr()).isFalse();
        assertThat(fresh.reason()).isEmpty();
        assertThat(fresh.lastSeenAt()).isEmpty();
    }

    @Test
    void pairingGoesFromConnectingOverTheQrToConnected() {
        var connecting = fresh.connecting();
        var qrReady = connecting.qrReady(1);
        var connected = qrReady.connected(2, NOON);

        assertThat(connecting.status()).isEqualTo(AccountStatus.CONNECTING);
        assertThat(qrReady.status()).isEqualTo(AccountStatus.QR_READY);
        assertThat(qrReady.needsQr()).isTrue();
        assertThat(qrReady.connection()).isEqualTo(1);
        assertThat(connected.status()).isEqualTo(AccountStatus.CONNECTED);
        assertThat(connected.needsQr()).isFalse();
        assertThat(connected.connection()).isEqualTo(2);
        assertThat(connected.lastSeenAt()).contains(NOON);
    }

    @Test
    void aDisconnectedAccountSaysWhyUntilItIsTriedAgain() {
        var disconnected = fresh.connected(1, NOON).disconnected(1, false, "timed out");

        assertThat(disconnected.status()).isEqualTo(AccountStatus.DISCONNECTED);
        assertThat(disconnected.reason()).contains("timed out");
        assertThat(disconnected.lastSeenAt()).contains(NOON);
        assertThat(disconnected.connecting().reason()).isEmpty();
    }

    @Test
    void whatALostBridgeHadSaidOfAConnectionIsStaleAndWhatTheNextOneSaysIsNot() {
        var lost = fresh.connecting().connected(7, NOON).bridgeLost();

        assertThat(lost.after(origin(7), state -> state.connected(7, NOON))).isSameAs(lost);
        assertThat(lost.status()).isEqualTo(AccountStatus.DISCONNECTED);
        assertThat(lost.after(origin(1L << 32), state -> state.connected(1L << 32, NOON))
                        .status())
                .isEqualTo(AccountStatus.CONNECTED);
    }

    private BridgeEvent.Origin origin(long connection) {
        return new BridgeEvent.Origin(account.id(), connection, NOON);
    }

    @Test
    void itRemembersWhileItConnectsThatAQrIsNeeded() {
        var loggedOut = fresh.disconnected(1, true, "logged out by the phone");

        assertThat(loggedOut.connecting().needsQr()).isTrue();
    }

    @Test
    @Tag("A4")
    void triesAreCountedUntilOneSucceeds() {
        var failedTwice = fresh.connecting()
                .disconnected(1, false, "timed out")
                .connecting()
                .disconnected(2, false, "timed out");

        assertThat(failedTwice.reconnectAttempts()).isEqualTo(2);
        assertThat(failedTwice.connecting().connected(3, NOON).reconnectAttempts())
                .isZero();
    }

    @Test
    @Tag("A4")
    void returnsAreCountedAndTheFirstConnectionIsNone() {
        var first = fresh.connecting().connected(1, NOON);
        var returned = first.disconnected(1, false, "closed").connecting().connected(2, NOON.plusSeconds(9));

        assertThat(first.reconnectCount()).isZero();
        assertThat(returned.reconnectCount()).isEqualTo(1);
        assertThat(returned.lastSeenAt()).contains(NOON.plusSeconds(9));
    }

    @Test
    @Tag("A4")
    void hearingTwiceOfOneConnectionIsNoReturn() {
        var connected = fresh.connected(1, NOON);

        assertThat(connected.connected(1, NOON).reconnectCount()).isZero();
    }

    @Test
    @Tag("O6")
    void itSendsWhenWhatHadBeenHeldBackForThisConnectionIsHeard() {
        var connected = fresh.connected(2, NOON);

        assertThat(connected.canSend()).isFalse();
        assertThat(connected.drained(1).canSend())
                .as("drained was an earlier connection")
                .isFalse();
        assertThat(connected.drained(2).canSend()).isTrue();
        assertThat(connected.drained(2).connected(2, NOON).canSend())
                .as("heard twice")
                .isTrue();
        assertThat(connected.drained(2).connected(3, NOON).canSend())
                .as("a new connection")
                .isFalse();
        assertThat(connected
                        .drained(2)
                        .disconnected(2, false, "closed")
                        .drained(2)
                        .canSend())
                .as("closed since")
                .isFalse();
    }

    @Test
    @Tag("A4")
    void aConnectionThatIsRenewedDidNotFail() {
        var renewing = fresh.disconnected(1, false, "timed out")
                .connected(2, NOON)
                .drained(2)
                .waitingBecause("no answer");

        assertThat(renewing.status()).isEqualTo(AccountStatus.DISCONNECTED);
        assertThat(renewing.canSend()).isFalse();
        assertThat(renewing.reconnectAttempts()).isZero();
        assertThat(renewing.reason()).contains("no answer");
    }

    @Test
    void whatAnEarlierConnectionReportsIsStaleOnceTheNextHasItsNumber() {
        assertThat(fresh.connecting().onConnection(4).connection()).isEqualTo(4);
        assertThat(fresh.qrReady(5).onConnection(4).connection()).isEqualTo(5);
    }

    @Test
    void aRenamedAccountStaysAsItIs() {
        var renamed = new Account(account.id(), "Sales RO", Optional.of(new PhoneNumber("40712345678")));
        var connected = fresh.connected(7, NOON);

        assertThat(connected.as(renamed))
                .usingRecursiveComparison()
                .ignoringFields("account")
                .isEqualTo(connected);
        assertThat(connected.as(renamed).account()).isEqualTo(renamed);
    }

    @ParameterizedTest
    @CsvSource({"CONNECTED, CONNECTED", "QR_READY, QR_READY", "CONNECTING, CONNECTING", "DISCONNECTED, DISCONNECTED"})
    void aSessionThatTheBridgeHoldsIsTakenOver(BridgeSession.State held, AccountStatus status) {
        var adopted = fresh.adopting(session(held, 3), NOON);

        assertThat(adopted.status()).isEqualTo(status);
        assertThat(adopted.connection()).isEqualTo(held == BridgeSession.State.DISCONNECTED ? 0 : 3);
        assertThat(adopted.canSend()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(BridgeSession.State.class)
    @Tag("O9")
    void whatWasHeardOfAConnectionIsNewerThanWhatTheBridgeSaidOfIt(BridgeSession.State held) {
        var heard = fresh.connected(3, NOON).drained(3);

        assertThat(heard.adopting(session(held, 3), NOON)).isEqualTo(heard);
    }

    @ParameterizedTest
    @EnumSource(value = BridgeSession.State.class, names = "DISCONNECTED", mode = EnumSource.Mode.EXCLUDE)
    void whereOnlyTheWayToTheBridgeWasLostItsConnectionIsHeardAgain(BridgeSession.State held) {
        var lost = fresh.connected(3, NOON).bridgeLost();

        var adopted = lost.adopting(session(held, 3), NOON);

        assertThat(adopted.connection()).isEqualTo(3);
    }

    @Test
    void anAccountIsOnItsWayUntilItCanSend() {
        assertThat(fresh.isOnItsWay()).isFalse();
        assertThat(fresh.connecting().isOnItsWay()).isTrue();
        assertThat(fresh.qrReady(1).isOnItsWay()).isFalse();
        assertThat(fresh.connected(1, NOON).isOnItsWay()).isTrue();
        assertThat(fresh.connected(1, NOON).drained(1).isOnItsWay()).isFalse();
    }

    private static BridgeSession session(BridgeSession.State state, long connection) {
        return new BridgeSession(
                new AccountId("sales"), state, true, Optional.empty(), Optional.empty(), connection, false);
    }
}
