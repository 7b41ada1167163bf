package dev.connectors.whatsapp.operator.assignment;

import java.util.Comparator;
import java.util.List;

/**
 * What a shard is to run, and which sessions it is to delete.
 *
 * @param accounts ordered by id
 * @param tombstones ordered by id
 */
public record AccountList(List<AccountEntry> accounts, List<Tombstone> tombstones) {
    public static final AccountList EMPTY = new AccountList(List.of(), List.of());

    /** Puts both in order. */
    public AccountList {
        accounts = accounts.stream()
                .sorted(Comparator.comparing(AccountEntry::accountId))
                .toList();
        tombstones = tombstones.stream().sorted().toList();
    }
}
