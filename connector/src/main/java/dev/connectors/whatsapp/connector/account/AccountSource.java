package dev.connectors.whatsapp.connector.account;

import java.util.function.Consumer;

/** Says which accounts this connector is to run. */
public interface AccountSource {
    /**
     * Begins to say so.
     *
     * @param onChange gets the whole list at once and again whenever it changes, never two at a time
     */
    void start(Consumer<AccountList> onChange);

    void stop();
}
