package dev.connectors.whatsapp.connector.bridge;

import java.util.List;

/**
 * Hears what happens at the bridge. An event is acknowledged, and so forgotten by the bridge, only when every listener
 * has returned from it; one that throws gets the same event again. Events of one account come one after the other,
 * those of different accounts side by side; what comes often passes through the listeners in batches, each of them
 * as a whole. After a break of the stream an event may come again.
 */
public interface BridgeListener {
    /**
     * The bridge can be reached (again).
     *
     * @param sessions what it holds just now
     */
    default void bridgeReady(List<BridgeSession> sessions) {}

    /** The bridge cannot be reached: no account of it can send. */
    default void bridgeLost() {}

    void on(BridgeEvent event);
}
