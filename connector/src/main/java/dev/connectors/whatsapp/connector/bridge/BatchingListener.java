package dev.connectors.whatsapp.connector.bridge;

import java.util.List;

/** Hears {@linkplain BridgeEvent.FrequentEvent what comes often} in batches where events come fast. */
public interface BatchingListener extends BridgeListener {
    /** The most events that a batch has. */
    int MAX_BATCH = 50;

    /**
     * Events of one account in their order, at most {@link #MAX_BATCH}. To return is to have dealt with all of them; to
     * throw is to get all of them again.
     */
    void onAll(List<? extends BridgeEvent.FrequentEvent> events);
}
