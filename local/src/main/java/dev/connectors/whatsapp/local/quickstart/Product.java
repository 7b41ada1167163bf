package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import java.util.List;

/** How the product is run under the story, and how accounts are made there. */
interface Product extends AutoCloseable {
    /** In a sentence's end: "by kubectl", for example. */
    String howAccountsAreMade();

    /** Starts it, step by step, until a connector takes requests. */
    void start(OutsideWorld outside) throws Exception;

    /** Adds an account, to which no phone is linked yet. */
    Account add(Person person);

    /** The HTTP API of a connector. */
    ConnectorApi api();

    /** Shows that the accounts are connected where this product's users look for it. */
    void showConnected(List<Account> accounts) throws Exception;

    /** What only this way of running it has to prove, step by step. */
    void check(Scenario scenario, List<Account> accounts) throws Exception;

    /** What a user can try by hand while everything is up. */
    List<Hint> hints(Tokens tokens);

    /** What it logged last, for when a step has failed. */
    List<String> logTail();

    @Override
    void close();
}
