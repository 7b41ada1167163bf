package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
class ShareTest {
    private static final int PLENTY = 1_000;

    private final List<Account> accounts =
            IntStream.range(0, 300).mapToObj(i -> account("account_" + i)).toList();

    private static Account account(String id) {
        return new Account(new AccountId(id), id, Optional.empty());
    }

    private static List<String> ids(List<Account> accounts) {
        return accounts.stream().map(account -> account.id().value()).toList();
    }

    /** Written down once: another value would move a session's account to a connector that does not have it. */
    @ParameterizedTest
    @CsvSource({
        "sales, 0, 1, 4, 4",
        "support, 0, 0, 1, 6",
        "account_prod_abc123, 0, 0, 3, 8",
        "a, 0, 0, 1, 6",
        "40712345678, 0, 0, 1, 6"
    })
    void anAccountHasTheSameShardInEveryVersion(String id, int ofTwo, int ofThree, int ofFive, int ofTen) {
        var account = new AccountId(id);

        assertThat(account.shard(1)).isZero();
        assertThat(account.shard(2)).isEqualTo(ofTwo);
        assertThat(account.shard(3)).isEqualTo(ofThree);
        assertThat(account.shard(5)).isEqualTo(ofFive);
        assertThat(account.shard(10)).isEqualTo(ofTen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    @Tag("P5")
    void eachAccountIsOneInstancesAndTheyHaveAboutAsMany(int shards) {
        var all = new ArrayList<String>();

        for (var index = 0; index < shards; index++) {
            var run = new Share(new ShareSettings(shards, index, PLENTY))
                    .of(accounts, Set.of())
                    .run();
            assertThat(run.size()).isBetween(accounts.size() / shards / 2, accounts.size() / shards * 2);
            all.addAll(ids(run));
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(ids(accounts));
    }

    @Test
    void whatThereIsNoRoomForIsLeftOutAndNamed() {
        var division =
                new Share(new ShareSettings(1, 0, 2)).of(List.of(account("c"), account("a"), account("b")), Set.of());

        assertThat(ids(division.run())).containsExactly("a", "b");
        assertThat(division.leftOut()).containsExactly(new AccountId("c"));
    }

    @Test
    @Tag("P2")
    void anAccountThatComesLaterTakesNobodysPlace() {
        var division = new Share(new ShareSettings(1, 0, 2))
                .of(List.of(account("a"), account("b"), account("c")), Set.of(new AccountId("b"), new AccountId("c")));

        assertThat(ids(division.run())).containsExactly("b", "c");
        assertThat(division.leftOut()).containsExactly(new AccountId("a"));
    }
}
