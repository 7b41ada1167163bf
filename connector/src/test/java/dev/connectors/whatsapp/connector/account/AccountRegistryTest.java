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
        registry.put(account("ion"));
        registry.put(account("ana"));

        assertThat(registry.all()).extracting(state -> state.account().id()).containsExactly(ana, ion);
    }

    @Test
    @Tag("O9")
    void onlyAConnectedAccountThatHasDrainedCanSend() {
        registry.put(account("ana"));
        registry.put(account("ion"));

        registry.update(ana, state -> state.connected(1, Instant.EPOCH));
        registry.update(ion, state -> state.qrReady(1));
        assertThat(registry.canSend()).isEmpty();

        registry.update(ana, state -> state.drained(1));
        registry.update(ion, state -> state.drained(1));

        assertThat(registry.canSend()).containsExactly(ana);
        assertThat(registry.canSend(ana)).isTrue();
        assertThat(registry.canSend(ion)).isFalse();
    }

    @Test
    void anAccountListedAgainStaysAsItIs() {
        registry.put(account("ana"));
        registry.update(ana, state -> state.connected(1, Instant.EPOCH));

        registry.put(new Account(ana, "Ana Maria", Optional.empty()));

        assertThat(registry.isConnected(ana)).isTrue();
        assertThat(registry.find(ana))
                .get()
                .satisfies(state -> assertThat(state.account().name()).isEqualTo("Ana Maria"));
    }

    @Test
    void whatIsHeardOfAnAccountThatIsGoneDoesNotBringItBack() {
        registry.put(account("ana"));
        registry.remove(ana);

        var updated = registry.update(ana, state -> state.connected(1, Instant.EPOCH));

        assertThat(updated).isEmpty();
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void aRestrictionEndsAtTheLatestEndThatIsKnown() {
        registry.put(account("ana"));
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
