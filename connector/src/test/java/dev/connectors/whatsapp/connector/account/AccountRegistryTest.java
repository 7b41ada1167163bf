package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountRegistryTest {
    private final AccountRegistry registry = new AccountRegistry(account -> OptionalLong.of(1));
    private final AccountId ana = new AccountId("ana");
    private final AccountId ion = new AccountId("ion");

    @Test
    @Tag("A3")
    void accountsAreOrderedByTheirIds() {
        registry.add(account("ion"));
        registry.add(account("ana"));

        assertThat(registry.all()).extracting(state -> state.account().id()).containsExactly(ana, ion);
    }

    @Test
    @Tag("O9")
    void onlyAConnectedAccountThatHasDrainedCanSend() {
        registry.add(account("ana"));
        registry.add(account("ion"));

        registry.update(ana, state -> state.in(new Phase.Draining(Instant.EPOCH)));
        registry.update(ion, state -> state.in(new Phase.Linking()));
        assertThat(registry.canSend()).isEmpty();

        registry.update(ana, state -> state.in(new Phase.Online(Instant.EPOCH)));

        assertThat(registry.canSend()).containsExactly(ana);
        assertThat(registry.canSend(ana)).isTrue();
        assertThat(registry.canSend(ion)).isFalse();
    }

    @Test
    void anAccountListedAgainStaysAsItIs() {
        registry.add(account("ana"));
        registry.update(ana, state -> state.in(new Phase.Online(Instant.EPOCH)));

        registry.add(account("ana"));

        assertThat(registry.isConnected(ana)).isTrue();
    }

    @Test
    void whatIsHeardOfAnAccountThatIsGoneDoesNotBringItBack() {
        registry.add(account("ana"));
        registry.remove(ana);

        registry.update(ana, state -> state.in(new Phase.Online(Instant.EPOCH)));

        assertThat(registry.all()).isEmpty();
    }

    @Test
    void aRestrictionEndsAtTheLatestEndThatIsKnown() {
        registry.add(account("ana"));
        var noon = Instant.parse("2026-01-01T12:00:00Z");

        registry.restrict(ana, noon.plusSeconds(60));
        registry.restrict(ana, noon.plusSeconds(30));

        assertThat(registry.restrictedUntil(ana, noon)).contains(noon.plusSeconds(60));
        assertThat(registry.restrictedUntil(ana, noon.plusSeconds(60))).isEmpty();
    }

    private static Account account(String id) {
        return new Account(new AccountId(id), id, Optional.empty());
    }
}
