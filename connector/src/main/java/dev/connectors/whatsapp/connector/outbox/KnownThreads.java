package dev.connectors.whatsapp.connector.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What an enqueue has to know of threads: asked of Firestore, or remembered as this connector left it. Only a commit that is
 * conditioned on the version may rely on what is remembered, since anybody may have written the thread meanwhile; nobody is
 * refused by it. What no version tells is that the conversation turns out to be kept under the contact's other name: that is
 * learnt by the holder of the account alone, so only a holder remembers, and forgets when it has heard of the contact.
 */
@Component
@Order(5)
final class KnownThreads implements BridgeListener {
    private static final int MOST_REMEMBERED = 50_000;
    /** Two threads that share one forget together. */
    private static final int STRIPES = 4_096;

    private final Threads threads;
    private final Holdings holdings;
    private final Cache<ThreadId, Known> left =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    /** How often each name's thread was forgotten: what was asked before is not to be remembered after. */
    private final AtomicLongArray forgotten = new AtomicLongArray(STRIPES);

    KnownThreads(Threads threads, Holdings holdings) {
        this.threads = threads;
        this.holdings = holdings;
    }

    /**
     * A conversation as it is kept.
     *
     * @param thread by the name under which it is kept
     * @param epoch under which this connector held the account; empty when it did not
     * @param forgotten how often the name by which it was asked for had been forgotten
     */
    record Known(ThreadId thread, ThreadState state, OptionalLong epoch, long forgotten) {}

    /**
     * As Firestore has it.
     *
     * @param named by either name of the contact
     */
    Known ask(ThreadId named) {
        var epoch = holdings.epoch(named.account());
        var before = forgotten.get(stripe(named));
        var found = threads.find(named);
        return new Known(found.thread(), ThreadState.read(found.thread(), found.document()), epoch, before);
    }

    /**
     * As this connector left it.
     *
     * @param named by either name of the contact
     */
    Optional<Known> remembered(ThreadId named) {
        return Optional.ofNullable(left.getIfPresent(named)).filter(known -> isCurrent(named, known));
    }

    /**
     * This connector has written the thread.
     *
     * @param named as it was asked for
     * @param known as it was before
     * @param state as it is now
     */
    void left(ThreadId named, Known known, ThreadState state) {
        if (isCurrent(named, known)) {
            left.put(named, new Known(known.thread(), state, known.epoch(), known.forgotten()));
        }
    }

    private boolean isCurrent(ThreadId named, Known known) {
        return known.epoch().isPresent()
                && known.epoch().equals(holdings.epoch(named.account()))
                && known.forgotten() == forgotten.get(stripe(named));
    }

    /** After what it tells is written. */
    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.InboundMessage message -> {
                var chat = message.key().chat();
                forget(event.origin().account(), Stream.concat(Stream.of(chat.jid()), chat.alternative().stream()));
            }
            case BridgeEvent.PhoneNumberLearnt learnt ->
                forget(event.origin().account(), Stream.of(learnt.lid(), learnt.phoneNumber()));
            default -> {}
        }
    }

    private void forget(AccountId account, Stream<ChatId> names) {
        names.map(name -> new ThreadId(account, name)).forEach(thread -> forgotten.incrementAndGet(stripe(thread)));
    }

    private static int stripe(ThreadId thread) {
        return Math.floorMod(thread.hashCode(), STRIPES);
    }
}
