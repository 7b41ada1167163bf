package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.config.UsageException;
import dev.connectors.whatsapp.connector.firestore.Alias;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.migration.FormerData.SALES;
import static dev.connectors.whatsapp.connector.migration.FormerData.path;
import static dev.connectors.whatsapp.connector.migration.FormerData.second;
import static dev.connectors.whatsapp.connector.migration.FormerData.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of former documents in the real emulator, wherever the command is killed. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
@Tag("A10")
class MigrationIT {
    private final FirestoreEmulator emulator;
    private final String project = FirestoreEmulator.newProjectId();
    private final DataLayout data;
    private final Firestore firestore;
    private final Layout layout;
    private final FormerData documents;
    private final List<String> lines = new ArrayList<>();

    MigrationIT(DataLayout data, FirestoreEmulator emulator) {
        this.emulator = emulator;
        this.data = data;
        this.firestore = FirestoreClients.open(
                new FirestoreSettings(project, data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.documents = new FormerData(firestore, layout);
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    /** As people call it; returns the status of the process. */
    private int migrate(String... arguments) {
        lines.clear();
        return MigrateCommand.run(
                List.of(arguments),
                Map.of(
                        "FIREBASE_PROJECT_ID", project,
                        "FIRESTORE_EMULATOR_HOST", emulator.hostAndPort(),
                        "FIRESTORE_LAYOUT", data.word()),
                lines::add);
    }

    private Tally migrate(Commits commits) {
        var migration = new Migration(firestore, layout, commits, lines::add);
        migration.run(Optional.empty());
        return migration.tally();
    }

    private Map<String, Object> thread(String jid, Map<String, Map<String, Object>> all) {
        return all.getOrDefault(path(layout.thread(FormerData.thread(jid))), Map.of());
    }

    private Map<String, Object> message(String jid, String id, Map<String, Map<String, Object>> all) {
        return all.getOrDefault(path(layout.message(FormerData.thread(jid), id)), Map.of());
    }

    private Map<String, Object> received(String jid, String id, Map<String, Map<String, Object>> all) {
        var fields = Map.<String, Object>of("direction", "inbound", "waMessageId", id);
        return all.getOrDefault(path(MessageMove.target(layout, FormerData.thread(jid), "", fields)), Map.of());
    }

    @Test
    void withoutApplyNothingIsWrittenAndAllIsSaid() {
        documents.seed();
        var before = documents.all();

        assertThat(migrate()).as("one thread names no account").isEqualTo(1);

        assertThat(documents.all()).isEqualTo(before);
        assertThat(lines.getLast())
                .startsWith("Nothing was written.")
                .contains("accounts  2 of 2", "threads   5 of 6", "messages  157 of 157");
        migrate("--apply");
        assertThat(lines.getLast())
                .startsWith("Moved:")
                .contains("accounts  2 of 2", "threads   5 of 6", "messages  157 of 157");
    }

    @Test
    void threadsMessagesAndAccountsGetTheirPresentNames() {
        documents.seed();

        assertThat(migrate("--apply")).isEqualTo(1);

        var all = documents.all();
        var contact = "40712345678@s.whatsapp.net";
        assertThat(thread(contact, all))
                .as("of two spellings, one thread")
                .containsEntry("clientJid", contact)
                .containsEntry("createdAt", second(1))
                .containsEntry("lastMessageAt", second(9))
                .containsEntry(data.previewField(), "New");
        assertThat(received(contact, "IN1", all))
                .containsEntry("body", "Hello")
                .containsEntry("threadId", data.threadId(FormerData.thread(contact)))
                .containsEntry("accountId", "sales")
                .containsEntry("chatId", contact);
        assertThat(received(contact, "IN2", all)).isNotEmpty();
        assertThat(message(contact, "m3", all)).containsEntry("body", "Who knows which");
        assertThat(all.values())
                .anySatisfy(fields -> assertThat(fields)
                        .containsEntry("waMessageId", "OUT1")
                        .containsEntry("a.b", Map.of("c/d", 1L)));
        assertThat(message("a_b%~c@lid", "__hostile", all)).containsEntry("body", "x");
        assertThat(thread("a_b%~c@lid", all)).containsEntry("clientJid", "a_b%~c@lid");
        assertThat(all.get(path(layout.account(SALES))))
                .isEqualTo(Map.of("accountId", "sales", "name", "Sales", "phone", "+40712345678"));
        var whose = "40733333333@s.whatsapp.net";
        assertThat(all.values())
                .filteredOn(fields -> fields.containsKey("threadId") && !whose.equals(fields.get("threadId")))
                .hasSize(157)
                .allMatch(fields -> String.valueOf(fields.get("threadId")).startsWith("sales_"));
        assertThat(all.keySet())
                .noneMatch(path -> path.startsWith("wa_accounts/"))
                .filteredOn(path -> path.contains("threads/") && !path.contains(whose))
                .allMatch(path -> path.contains("threads/sales_"));
    }

    @Test
    void whatIsThereAlreadyStays() {
        documents.seed();

        migrate("--apply");

        var all = documents.all();
        var contact = "40799999999@s.whatsapp.net";
        assertThat(thread(contact, all))
                .containsEntry(data.previewField(), "Newest")
                .containsEntry("lastMessageAt", second(20))
                .containsEntry("ownerUid", "ana")
                .containsEntry("a.b", "c");
        assertThat(received(contact, "IN9", all))
                .containsEntry("body", "Edited")
                .containsEntry("fromName", "Ion");
        assertThat(received(contact, "IN10", all)).containsEntry("body", "Second");
        assertThat(all.get(path(layout.account(new AccountId("support")))))
                .isEqualTo(Map.of("accountId", "support", "name", "Support", "colour", "red"));
    }

    @Test
    void theThreadThatNamesNoAccountIsSaidAndStaysWhole() {
        documents.seed();
        var id = "40733333333@s.whatsapp.net";

        migrate("--apply");

        assertThat(lines)
                .filteredOn(line -> line.startsWith("cannot be moved"))
                .singleElement()
                .asString()
                .contains(id, "no accountId");
        assertThat(documents.all())
                .containsEntry(path(layout.threads().document(id)), Map.of("note", "whose?"))
                .containsEntry(path(documents.message(id, "m7")), Map.of("body", "stays", "threadId", id));
    }

    @Test
    void aSecondRunFindsNothing() {
        documents.seed();
        migrate("--apply");
        var once = documents.all();

        var tally = migrate(Commits.real());

        assertThat(documents.all()).isEqualTo(once);
        assertThat(tally.threads().moved()).isZero();
        assertThat(tally.messages().moved()).isZero();
        assertThat(tally.accounts().moved()).isZero();
    }

    /** Dies at one of its commits, before or after Firestore has it. */
    private static final class Mortal implements Commits {
        private final int lastCommit;
        private final boolean afterIt;
        private int commits;

        Mortal(int lastCommit, boolean afterIt) {
            this.lastCommit = lastCommit;
            this.afterIt = afterIt;
        }

        private static final class Death extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public boolean areApplied() {
            return true;
        }

        @Override
        public void apply(WriteBatch batch) {
            var isLast = ++commits == lastCommit;
            if (isLast && !afterIt) {
                throw new Death();
            }
            Commits.real().apply(batch);
            if (isLast) {
                throw new Death();
            }
        }
    }

    @Test
    void whereverItIsKilledAnotherRunEndsTheSame() {
        var immortal = new Mortal(-1, false);
        documents.seed();
        migrate(immortal);
        var whole = documents.all();
        assertThat(immortal.commits).isGreaterThan(15);

        for (var last = 1; last <= immortal.commits; last++) {
            for (var afterIt : List.of(false, true)) {
                emulator.clear(project);
                documents.seed();
                var mortal = new Mortal(last, afterIt);
                assertThatThrownBy(() -> migrate(mortal)).isInstanceOf(Mortal.Death.class);

                migrate(Commits.real());

                assertThat(documents.all())
                        .as("killed %s commit %d", afterIt ? "after" : "before", last)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void everyPageOfThreadsIsSeen() {
        var count = 310;
        var batch = firestore.batch();
        for (var i = 0; i < count; i++) {
            batch.set(layout.threads().document("4071%07d".formatted(i)), Map.of("accountId", "sales"));
        }
        Calls.await(batch.commit());

        assertThat(migrate("--apply")).isZero();

        assertThat(documents.all().keySet())
                .hasSize(count)
                .allMatch(path -> path.contains("/sales_") && path.endsWith("@s.whatsapp.net"));
    }

    @Test
    void whatDoesNotFitIntoOneCommitMovesInSeveral() {
        var id = "40712345678@s.whatsapp.net";
        documents.thread(id, Map.of("accountId", "sales"));
        for (var i = 0; i < 12; i++) {
            documents.message(
                    id,
                    "large-" + i,
                    Map.of("direction", "inbound", "waMessageId", "L" + i, "body", "x".repeat(950_000)));
        }

        assertThat(migrate("--apply")).isZero();

        var all = documents.all();
        assertThat(all).hasSize(13);
        assertThat(received(id, "L11", all)).isNotEmpty();
    }

    @Test
    void whatIsWrittenMeanwhileIsNotLost() {
        var id = "40712345678@s.whatsapp.net";
        documents.thread(id, Map.of("accountId", "sales"));
        var meanwhile = new Commits() {
            private boolean written;

            @Override
            public boolean areApplied() {
                return true;
            }

            @Override
            public void apply(WriteBatch batch) {
                Commits.real().apply(batch);
                if (!written) {
                    written = true;
                    documents.thread(id, Map.of("accountId", "sales", "ownerUid", "ana"));
                    documents.message(id, "late", Map.of("body", "Just now"));
                }
            }
        };

        migrate(meanwhile);

        var all = documents.all();
        assertThat(all).hasSize(2);
        assertThat(thread(id, all)).containsEntry("ownerUid", "ana");
        assertThat(message(id, "late", all)).containsEntry("body", "Just now");
    }

    @Test
    @Tag("I3")
    void aContactOfTwoNamesHasOneThread() {
        var lid = new ChatId("123456789@lid");
        var number = new ChatId("40712345678@s.whatsapp.net");
        documents.put(layout.alias(SALES, number), new Alias(lid, lid, number).fields());
        documents.thread(number.jid(), Map.of("accountId", "sales"));
        documents.message(number.jid(), "m1", Map.of("direction", "inbound", "waMessageId", "IN1"));

        assertThat(migrate("--apply")).isZero();

        assertThat(received(lid.jid(), "IN1", documents.all())).containsEntry("chatId", lid.jid());
    }

    @Test
    void whatLiesBelowAndIsNotKnownKeepsItsDocument() {
        documents.thread("40712345678", Map.of("accountId", "sales"));
        documents.put(
                layout.threads().document("40712345678").collection("notes").document("1"), Map.of("a", 1));
        documents.account("sales", Map.of("name", "Sales"));
        documents.put(
                layout.formerAccounts().document("sales").collection("keys").document("1"), Map.of("a", 1));
        var before = documents.all();

        assertThat(migrate("--apply")).isEqualTo(1);

        assertThat(documents.all()).isEqualTo(before);
        assertThat(lines).anyMatch(line -> line.contains("notes")).anyMatch(line -> line.contains("keys"));
    }

    @Test
    void anAccountThatNoConnectorWouldUnderstandStays() {
        documents.account("a b", Map.of("name", "A"));
        documents.account("sales", Map.of("phone", "tel"));
        documents.account("support", Map.of("phone", 40));

        assertThat(migrate("--apply")).isEqualTo(1);

        assertThat(documents.all())
                .hasSize(3)
                .allSatisfy((path, fields) -> assertThat(path).startsWith("wa_accounts/"));
        assertThat(lines).filteredOn(line -> line.startsWith("cannot be moved")).hasSize(3);
    }

    @Test
    void aThreadThatNamesNoAccountGoesToTheOnlyOneThatIsNamed() {
        var id = "40733333333@s.whatsapp.net";
        documents.thread(id, Map.of());
        documents.account("sales", Map.of("name", "Sales"));

        assertThat(migrate("--apply", "--account", "sales")).isZero();

        assertThat(thread(id, documents.all())).containsEntry("accountId", "sales");
    }

    @Test
    void amongSeveralAccountsNoneCanBeNamed() {
        documents.seed();
        var before = documents.all();

        assertThatThrownBy(() -> migrate("--apply", "--account", "sales"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there are sales, support");
        assertThat(lines).isEmpty();
        emulator.clear(project);
        assertThatThrownBy(() -> migrate("--account", "sales")).hasMessageContaining("there is none");

        documents.seed();
        assertThat(documents.all()).isEqualTo(before);
    }
}
