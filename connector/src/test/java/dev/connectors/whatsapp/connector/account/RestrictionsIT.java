package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic.Count;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.Owners;
import dev.connectors.whatsapp.connector.lease.Ownership;
import dev.connectors.whatsapp.connector.lease.Ownership.Answer.Taken;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What WhatsApp forbids an account outlives the connector that was told. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class RestrictionsIT {
    private static final AccountId SALES = new AccountId("sales");
    private static final Instant UNTIL = Instant.parse("2126-01-01T12:00:00Z");

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;

    RestrictionsIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
    }

    @BeforeEach
    void accountIsSetUp() {
        Calls.await(layout.account(SALES).create(Map.of("name", "Sales")));
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private Ownership restart() {
        return Owners.on(layout, "volume");
    }

    private AccountStatusWriter writer(AccountRegistry registry, Ownership ownership) {
        return new AccountStatusWriter(
                registry, new AccountStatusRepository(firestore, layout, ownership, "worker", Clock.systemUTC()));
    }

    @Test
    @Tag("O6")
    void whoTakesTheAccountNextKnowsTheRestriction() {
        var first = restart();
        first.take(SALES);
        var registry = ConnectedAccounts.of(1, SALES);

        writer(registry, first).restrict(SALES, UNTIL);

        assertThat(registry.restrictedUntil(SALES, Instant.now())).contains(UNTIL);
        assertThat(restart().take(SALES)).isEqualTo(new Taken(2, Optional.of(UNTIL)));
    }

    @Test
    @Tag("A2")
    void whoHasTheAccountAlreadyReadsNothing() {
        var ownership = restart();
        ownership.take(SALES);

        var cost = traffic.of(() -> ownership.take(SALES));

        assertThat(cost).isEqualTo(new Count(0, 0, 0, 0));
    }

    @Test
    @Tag("O6")
    void aRestrictionThatIsNoTimeKeepsNobodyFromTheAccount() {
        Calls.await(layout.account(SALES).update("restrictedUntil", "tomorrow"));

        assertThat(restart().take(SALES)).isEqualTo(new Taken(1, Optional.empty()));
    }
}
