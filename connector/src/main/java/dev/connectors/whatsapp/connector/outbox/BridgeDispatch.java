package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Hands claimed messages to the bridge. What then becomes of one is decided in {@link Completion}. */
@Component
final class BridgeDispatch implements Dispatch {
    private final AccountRegistry accounts;
    private final BridgeClient bridge;
    private final Completion completion;
    private final InFlight inFlight;
    private final Clock clock;

    BridgeDispatch(
            AccountRegistry accounts, BridgeClient bridge, Completion completion, InFlight inFlight, Clock clock) {
        this.accounts = accounts;
        this.bridge = bridge;
        this.completion = completion;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    @Override
    public void start(Claim claim) {
        inFlight.add(claim);
        Thread.startVirtualThread(() -> send(claim));
    }

    private void send(Claim claim) {
        var entry = claim.entry();
        // The connection may have ended since the entry was chosen. What an earlier try left open is in the queue only
        // since then, and must not go out again before the next connection has drained.
        if (!accounts.canSend(entry.thread().account())) {
            completion.cannotSend(claim);
            return;
        }
        try {
            var sent = bridge.sendText(
                    entry.thread().account(),
                    entry.waMessageId(),
                    entry.thread().chat(),
                    entry.body());
            switch (sent) {
                case WRITTEN -> inFlight.awaitsAnswer(claim, clock.instant());
                case ALREADY_ACKNOWLEDGED -> completion.acknowledgedBefore(claim);
            }
        } catch (BridgeException e) {
            completion.refusedByBridge(claim, e);
        }
    }
}
