package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import dev.connectors.whatsapp.local.quickstart.Story.Received;
import dev.connectors.whatsapp.local.quickstart.Story.Sent;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import dev.connectors.whatsapp.local.standalone.ConnectorApi.SendRequest;
import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import static dev.connectors.whatsapp.local.poll.StepFailedException.verify;

/** What the people of the story do, and the proof that it worked. */
final class Scenario {
    static final String CONTACT = "40700000001";
    static final String SUPER_ADMIN = "quickstart-admin";

    private static final Duration SOON = Duration.ofSeconds(30);

    private final OutsideWorld outside;
    private final ConnectorApi api;

    Scenario(OutsideWorld outside, ConnectorApi api) {
        this.outside = outside;
        this.api = api;
    }

    /** The owner of the phone reads the picture on the account's QR page with it. */
    void scan(Account account) {
        var picture = Poll.until(
                "a QR code of %s on %s".formatted(account.name(), api.qrPage(account.id())),
                SOON,
                () -> api.qrPicture(superAdmin(), account.id())
                        .map(Look::done)
                        .orElseGet(() -> Look.notYet("the page has none")));
        outside.whatsapp().phone(account.phone()).scan(QrCode.read(picture));
    }

    /** Until the connector says so and WhatsApp agrees. */
    void awaitConnected(List<Account> accounts) {
        var ids = accounts.stream().map(Account::id).toList();
        Poll.until("%d accounts with status connected in /health".formatted(ids.size()), SOON, () -> {
            var seen = api.health().accounts();
            var connected = seen.stream()
                    .filter(account -> account.status().equals("connected"))
                    .map(ConnectorApi.AccountHealth::accountId)
                    .toList();
            return connected.containsAll(ids) ? Look.done(connected) : Look.notYet(seen.toString());
        });
        for (var account : accounts) {
            var phone = phone(account);
            verify(phone.connected(), "a connection of " + account.title() + " at WhatsApp", phone);
        }
    }

    /** Nobody has scanned a code but these times. */
    void verifyScans(int scans) {
        var pairings = outside.whatsapp().counters().total().pairings();
        verify(pairings == scans, scans + " QR codes scanned so far", pairings + " scans");
    }

    /** How long it takes until the connector runs the account, which may wait for its phone. */
    Duration awaitKnown(Account account, Duration atMost) {
        var start = System.nanoTime();
        Poll.until("the account %s in /health".formatted(account.id()), atMost, () -> {
            var known = knownAccounts();
            return known.contains(account.id()) ? Look.done(known) : Look.notYet(known.toString());
        });
        return since(start);
    }

    /** Until the connector does not run the account and WhatsApp sees no connection of it. */
    void awaitGone(Account account) {
        Poll.until("%s neither in /health nor connected at WhatsApp".formatted(account.title()), SOON, () -> {
            var known = knownAccounts();
            var phone = phone(account);
            return !known.contains(account.id()) && !phone.connected()
                    ? Look.done(phone)
                    : Look.notYet("/health has %s, the phone %s".formatted(known, phone));
        });
    }

    /** The phone of an account, and what is linked to it. */
    PhoneState phone(Account account) {
        return outside.whatsapp().phone(account.phone()).state();
    }

    /** The contact writes, and the message is in Firestore, in a thread of its account. */
    Received contactWrites(Account account, String text) {
        var start = System.nanoTime();
        var messageId = outside.whatsapp()
                .contact(CONTACT)
                .writes(account.phone(), text)
                .id();
        var document = awaitDocument(account, messageId, "inbound", text);
        var took = since(start);
        var threadId = account.threadWith(CONTACT);
        verify(
                documents().get("whatsapp_threads/" + threadId).isPresent(),
                "the document whatsapp_threads/" + threadId,
                "no such document");
        return new Received(account, text, messageId, document.path(), took);
    }

    /** An employee sends, the contact reads it under the id in the outbox, and the outbox says so. */
    Sent accountWrites(Account account, String text) {
        var request =
                SendRequest.to(CONTACT, account.id(), text, UUID.randomUUID().toString());
        var start = System.nanoTime();
        var response = api.send(employee(), request);
        verify(response.ok() && !response.duplicate(), "a new request to be accepted", response);
        var read = awaitReading(account, text);
        var took = since(start);

        var entry = awaitSent(response.commandId());
        verify(
                entry.text("waMessageId").filter(read.id()::equals).isPresent(),
                "the id %s, which the contact has read, in %s".formatted(read.id(), entry.path()),
                entry.fields());
        verify(read.copies() == 1, "one stanza", read.copies() + " stanzas with the id " + read.id());
        awaitDocument(account, read.id(), "outbound", text);
        return new Sent(account, request, response.commandId(), read.id(), took);
    }

    /** The same request again is recognised, and the contact gets nothing. */
    void repeat(Sent sent) {
        var before = messagesOf(sent.account());

        var response = api.send(employee(), sent.request());

        verify(
                response.duplicate() && response.commandId().equals(sent.commandId()),
                "duplicate:true and the command id " + sent.commandId(),
                response);
        verify(messagesOf(sent.account()).equals(before), "no further message at the contact", before);
    }

    private ReadMessage awaitReading(Account account, String text) {
        Predicate<ReadMessage> isIt =
                message -> message.text().filter(text::equals).isPresent();
        return Poll.until("\"%s\" on the contact's phone".formatted(text), SOON, () -> {
            var messages = messagesOf(account);
            return messages.stream()
                    .filter(isIt)
                    .findFirst()
                    .map(Look::done)
                    .orElseGet(() -> Look.notYet(messages.size() + " other messages from " + account.name()));
        });
    }

    private List<String> knownAccounts() {
        return api.health().accounts().stream()
                .map(ConnectorApi.AccountHealth::accountId)
                .toList();
    }

    private FirestoreDocument awaitSent(String commandId) {
        var path = "whatsapp_outbox/" + commandId;
        return Poll.until("status sent in " + path, SOON, () -> {
            var entry = documents().get(path);
            var status = entry.flatMap(document -> document.text("status")).orElse("none");
            return entry.filter(document -> status.equals("sent"))
                    .map(Look::done)
                    .orElseGet(() -> Look.notYet("status " + status));
        });
    }

    private FirestoreDocument awaitDocument(Account account, String messageId, String direction, String text) {
        var threadId = account.threadWith(CONTACT);
        var expected = "an %s document in whatsapp_messages with threadId %s, waMessageId %s and body \"%s\""
                .formatted(direction, threadId, messageId, text);
        return Poll.until(expected, SOON, () -> {
            var found = documents().whereEqual("whatsapp_messages", "waMessageId", messageId);
            return found.stream()
                    .filter(document -> has(document, "threadId", threadId)
                            && has(document, "direction", direction)
                            && has(document, "body", text))
                    .findFirst()
                    .map(Look::done)
                    .orElseGet(() -> Look.notYet(
                            found.isEmpty()
                                    ? "no document with this id"
                                    : found.getFirst().fields().toString()));
        });
    }

    private static boolean has(FirestoreDocument document, String field, String value) {
        return document.text(field).filter(value::equals).isPresent();
    }

    private List<ReadMessage> messagesOf(Account account) {
        return outside.whatsapp().contact(CONTACT).messagesFrom(account.phone());
    }

    private FirestoreDocuments documents() {
        return outside.firestore().documents(outside.projectId());
    }

    private String superAdmin() {
        return outside.tokens().superAdmin(SUPER_ADMIN);
    }

    private String employee() {
        return outside.tokens().employee("quickstart-employee");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
