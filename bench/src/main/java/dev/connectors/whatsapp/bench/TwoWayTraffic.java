package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Conversation.Accepted;
import dev.connectors.whatsapp.bench.Conversation.Written;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.standalone.ConnectorApi.SendRequest;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Callers who send to contacts, and contacts who write to accounts. In each conversation and direction one message comes after
 * the other; different conversations go on side by side.
 */
final class TwoWayTraffic implements AutoCloseable {
    private static final Duration REPEAT_AFTER = Duration.ofMillis(500);

    /** Longer than any fault and what follows from it. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(5);

    private static final int SERVER_ERROR = 500;

    private final Supplier<Connector> connector;
    private final WhatsAppLoopback whatsapp;
    private final ClientLayout layout;
    private final Map<Conversation, ExecutorService> callers = new HashMap<>();
    private final Map<Conversation, ExecutorService> contacts = new HashMap<>();
    private final List<Future<?>> underWay = new ArrayList<>();
    private final Map<Integer, Integer> repeated = new ConcurrentSkipListMap<>();

    /** @param connector the one that takes requests just now */
    TwoWayTraffic(Supplier<Connector> connector, WhatsAppLoopback whatsapp, ClientLayout layout) {
        this.connector = connector;
        this.whatsapp = whatsapp;
        this.layout = layout;
    }

    private static ExecutorService oneAfterTheOther(Conversation conversation) {
        return Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name(conversation.toString()).factory());
    }

    /** The account sends its next message to the contact, as soon as the one before is accepted. */
    void send(Conversation conversation) {
        underWay.add(callers.computeIfAbsent(conversation, TwoWayTraffic::oneAfterTheOther)
                .submit(() -> {
                    var text = "Out " + conversation.accepted().size();
                    conversation.accepted().add(new Accepted(untilAccepted(conversation, text), text));
                    return text;
                }));
    }

    /** What a caller does that has no answer: repeats the request under the same id, which can be accepted once only. */
    private String untilAccepted(Conversation conversation, String text) throws InterruptedException {
        var chat = conversation.chatId();
        var account = conversation.account();
        var thread = layout.threadId(account, chat);
        var request = new SendRequest(thread, account.id(), chat, chat, text, text);
        while (true) {
            try {
                return connector.get().send(request);
            } catch (HttpFailure failure) {
                if (failure.status() != HttpFailure.NO_ANSWER && failure.status() < SERVER_ERROR) {
                    throw failure;
                }
                repeated.merge(failure.status(), 1, Integer::sum);
                Thread.sleep(REPEAT_AFTER);
            }
        }
    }

    /** The contact writes its next message to the account. */
    void write(Conversation conversation) {
        underWay.add(contacts.computeIfAbsent(conversation, TwoWayTraffic::oneAfterTheOther)
                .submit(() -> {
                    var text = "In " + conversation.written().size();
                    var sent = whatsapp.contact(conversation.contact())
                            .writes(conversation.account().phone(), text);
                    conversation.written().add(new Written(sent.id(), text));
                    return text;
                }));
    }

    /**
     * Returns when all messages so far are accepted.
     *
     * @throws IllegalStateException if one was refused, or there is no end to it
     */
    void settle() throws InterruptedException {
        for (var message : underWay) {
            try {
                message.get(LONGEST_STANDSTILL.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("A message was not accepted", e);
            }
        }
        underWay.clear();
    }

    /** How many requests had to be repeated, by the status that they were answered with; 0 is no answer. */
    Map<Integer, Integer> repeated() {
        return Map.copyOf(repeated);
    }

    @Override
    public void close() {
        callers.values().forEach(ExecutorService::shutdownNow);
        contacts.values().forEach(ExecutorService::shutdownNow);
    }
}
