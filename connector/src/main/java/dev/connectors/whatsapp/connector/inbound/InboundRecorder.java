package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BatchingListener;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.FrequentEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.firestore.WriteRejectedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;

/** Writes what happens in chats, once: all that comes together in one commit, or one by one where that is refused. */
@Order(4)
final class InboundRecorder implements BatchingListener {
    private static final Logger log = LoggerFactory.getLogger(InboundRecorder.class);
    /** Others write the same thread; more often than this in a row they do not come first. */
    private static final int MAX_CONFLICTS = 20;

    private final Firestore firestore;
    private final Layout layout;
    private final Clock clock;
    private final Duration dedupeFor;
    private final DeadLetters deadLetters;
    private final Memory memory = new Memory();

    /**
     * A recorder of one connector.
     *
     * @param dedupeFor how long a redelivery is recognised
     */
    InboundRecorder(Firestore firestore, Layout layout, Duration dedupeFor, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.clock = clock;
        this.dedupeFor = dedupeFor;
        this.deadLetters = new DeadLetters(layout);
    }

    @Override
    public void on(BridgeEvent event) {
        if (event instanceof ChatEvent chatEvent) {
            onAll(List.of(chatEvent));
        }
    }

    @Override
    public void onAll(List<? extends FrequentEvent> events) {
        var inChats = events.stream()
                .filter(ChatEvent.class::isInstance)
                .map(ChatEvent.class::cast)
                .toList();
        Batches.of(inChats).forEach(this::record);
    }

    private void record(List<ChatEvent> events) {
        try {
            commitAsNew(events);
        } catch (WriteConflictException | WriteRejectedException | IllegalArgumentException together) {
            log.atDebug()
                    .setCause(together)
                    .addKeyValue("events", events.size())
                    .log("events are recorded one by one");
            events.forEach(this::recordAlone);
        }
        for (var event : events) {
            if (event instanceof InboundMessage message) {
                log.atInfo()
                        .addKeyValue("accountId", message.origin().account())
                        .addKeyValue("waMessageId", message.key().id())
                        .addKeyValue("type", MessageDocument.type(message.content()))
                        .log("message received");
            }
        }
    }

    private void recordAlone(ChatEvent event) {
        for (var conflicts = 1; ; conflicts++) {
            try {
                commit(List.of(event));
                return;
            } catch (WriteConflictException somebodyWasFaster) {
                if (conflicts == MAX_CONFLICTS) {
                    throw somebodyWasFaster;
                }
            } catch (WriteRejectedException | IllegalArgumentException never) {
                // The client itself refuses what it cannot express, as an illegal argument.
                log.atError()
                        .setCause(never)
                        .addKeyValue("accountId", event.origin().account())
                        .addKeyValue("event", event.getClass().getSimpleName())
                        .log("an event cannot be recorded and is kept with the account's dead letters");
                deadLetters.park(event, String.valueOf(never.getMessage()), clock.instant());
                return;
            }
        }
    }

    /** As nearly all of them are: what has been recorded already, a conflict tells. */
    private void commitAsNew(List<ChatEvent> events) {
        commit(events, prefetch -> prefetch.asNew(events, memory));
    }

    private void commit(List<ChatEvent> events) {
        commit(events, prefetch -> prefetch.everything(events));
    }

    private void commit(List<ChatEvent> events, Consumer<Prefetch> read) {
        var draft = new Draft(Draft.Store.of(firestore));
        var account = events.getFirst().origin().account();
        var people = new People(account, layout, draft);
        var prefetch = new Prefetch(people, layout, draft);
        read.accept(prefetch);
        var projection = new Projection(people, layout, draft, clock.instant(), dedupeFor);
        events.forEach(projection::apply);
        if (!draft.isEmpty()) {
            var batch = firestore.batch();
            draft.writeTo(batch);
            Calls.await(batch.commit());
        }
        prefetch.remember(events, memory);
    }
}
