package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LayoutTest {
    private final Layout layout = OfflineFirestore.layout();
    private final AccountId account = new AccountId("sales_ro");
    private final ThreadId thread = new ThreadId(account, ChatId.parse("+40712345678"));

    @Test
    void documentsLieWhereClientApplicationsLookForThem() {
        var key = new MessageKey(Direction.INBOUND, Optional.empty(), "3A5F");

        assertThat(path(layout.account(account))).isEqualTo("whatsapp_accounts/sales_ro");
        assertThat(path(layout.thread(thread))).isEqualTo("whatsapp_threads/sales_ro_40712345678@s.whatsapp.net");
        assertThat(path(layout.message(thread, key)))
                .isEqualTo("whatsapp_messages/sales_ro_40712345678@s.whatsapp.net_in.3A5F");
        assertThat(path(layout.outboxEntry(new RequestId("0123abcd")))).isEqualTo("whatsapp_outbox/0123abcd");
        assertThat(path(layout.clientConfiguration())).isEqualTo("app_config/whatsapp_connector");
    }

    @Test
    void theOlderGenerationLooksElsewhere() {
        var legacy = OfflineFirestore.layout(DataLayout.LEGACY);
        var key = new MessageKey(Direction.INBOUND, Optional.empty(), "3A5F");

        assertThat(path(legacy.account(account))).isEqualTo("accounts/sales_ro");
        assertThat(path(legacy.privateState(account))).isEqualTo("accounts/sales_ro/private/state");
        assertThat(path(legacy.thread(thread))).isEqualTo("threads/sales_ro__40712345678@s.whatsapp.net");
        assertThat(path(legacy.message(thread, key)))
                .isEqualTo("threads/sales_ro__40712345678@s.whatsapp.net/messages/in.3A5F");
        assertThat(path(legacy.outboxEntry(new RequestId("0123abcd")))).isEqualTo("outbox/0123abcd");
        assertThat(path(legacy.ingest(thread, key))).isEqualTo("inboundDedupe/sales_ro__3A5F");
        assertThat(path(legacy.otherIngest(thread, key))).startsWith("inboundDedupe/sales_ro__3A5F__");
        assertThat(path(legacy.clientConfiguration())).isEqualTo("app_config/whatsapp_connector");
    }

    @Test
    @Tag("S1")
    void whoIsWhoAndDeadLettersLieBelowTheAccount() {
        assertThat(path(layout.alias(account, new ChatId("1/2_3@lid"))))
                .isEqualTo("whatsapp_accounts/sales_ro/aliases/1%2F2%5F3@lid");
        assertThat(layout.deadLetters(account).getPath()).endsWith("whatsapp_accounts/sales_ro/deadLetters");
    }

    @Test
    @Tag("S1")
    void theQrLiesApartFromTheAccount() {
        assertThat(path(layout.privateState(account))).isEqualTo("whatsapp_accounts/sales_ro/private/state");
    }

    @Test
    @Tag("I1")
    void aMessageAndItsDedupeRecordHaveTheSameId() {
        var key = new MessageKey(Direction.INBOUND, Optional.of(new ChatId("1@lid")), "3A/5F");

        assertThat(layout.ingest(thread, key).getParent().getPath()).isEqualTo("whatsapp_ingest");
        assertThat(layout.ingest(thread, key).getId())
                .isEqualTo(layout.message(thread, key).getId());
    }

    private static String path(DocumentReference document) {
        return document.getPath().replaceFirst("^.*/documents/", "");
    }
}
