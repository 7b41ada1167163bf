package dev.connectors.whatsapp.local.whatsapp;

import java.util.Map;

/**
 * What the server has seen since the counters were cleared.
 *
 * @param total of all accounts
 * @param byAccount of each account, by its number
 */
public record Counters(Tally total, Map<String, Tally> byAccount) {
    public Counters {
        byAccount = Map.copyOf(byAccount);
    }

    /** The figures of one account; all zero when it did nothing. */
    public Tally of(String number) {
        return byAccount.getOrDefault(number, Tally.ZERO);
    }

    /**
     * Figures.
     *
     * @param stanzas message stanzas that accounts sent, each repeat counted
     * @param ids distinct messages among them
     * @param refused message stanzas that were answered with an error
     * @param queries queries by kind, such as {@code usync} or {@code ping}
     * @param logins logins that were let in
     * @param pairings devices that were linked
     */
    public record Tally(int stanzas, int ids, int refused, Map<String, Integer> queries, int logins, int pairings) {
        static final Tally ZERO = new Tally(0, 0, 0, Map.of(), 0, 0);

        public Tally {
            queries = Map.copyOf(queries);
        }
    }
}
