package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which of all accounts this connector runs, where nobody gives it a list of its own. Pure. */
final class Share {
    private final ShareSettings settings;

    Share(ShareSettings settings) {
        this.settings = settings;
    }

    /**
     * What becomes of the accounts of this instance.
     *
     * @param run those that it runs
     * @param leftOut those that it has no room for
     */
    record Division(List<Account> run, List<AccountId> leftOut) {}

    /**
     * Gives none away for an account that comes later: its session is here.
     *
     * @param running those that it runs already
     */
    Division of(List<Account> all, Set<AccountId> running) {
        var mine = all.stream()
                .filter(account -> account.id().shard(settings.shards()) == settings.index())
                .sorted(Comparator.comparing((Account account) -> !running.contains(account.id()))
                        .thenComparing(Account::id))
                .toList();
        var room = Math.min(settings.maxAccounts(), mine.size());
        return new Division(
                mine.subList(0, room),
                mine.subList(room, mine.size()).stream().map(Account::id).toList());
    }
}
