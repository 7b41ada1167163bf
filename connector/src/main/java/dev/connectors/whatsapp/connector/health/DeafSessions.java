package dev.connectors.whatsapp.connector.health;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts the connections that were closed because nothing was heard on them, or done with what was. */
@Component
final class DeafSessions implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(DeafSessions.class);

    private final AtomicLong count = new AtomicLong();

    /** Since the connector started. */
    long count() {
        return count.get();
    }

    @Override
    public void on(BridgeEvent event) {
        if (event instanceof BridgeEvent.SessionDeaf deaf) {
            count.incrementAndGet();
            log.atWarn()
                    .addKeyValue("event", "session_deaf")
                    .addKeyValue("accountId", deaf.origin().account())
                    .addKeyValue("reason", deaf.reason())
                    .log("the account's connection is deaf and is closed");
        }
    }
}
