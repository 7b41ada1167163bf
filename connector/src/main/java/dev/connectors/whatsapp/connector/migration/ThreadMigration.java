package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Brings one thread to its present name: first the thread is there, then its messages move, a page in a commit, then the
 * former document goes. So whatever is not done yet can be found by the former document, and is done by whoever runs it again.
 */
final class ThreadMigration {
    /** Two writes for each, of the 500 that a commit may have. */
    private static final int MESSAGES = 100;

    private final Firestore firestore;
    private final Layout layout;
    private final Commits commits;
    private final Tally.Kind messages;

    /** @param messages counts them */
    ThreadMigration(Firestore firestore, Layout layout, Commits commits, Tally.Kind messages) {
        this.firestore = firestore;
        this.layout = layout;
        this.commits = commits;
        this.messages = messages;
    }

    /**
     * Moves the thread. Returns whether there was one under the present name.
     *
     * @throws UnmovableException if it cannot be; what has been moved of it stays moved
     */
    boolean move(DocumentSnapshot former, ThreadId thread) {
        Subcollections.requireOnly(former.getReference(), subcollections());
        var wasThere = putThread(former, thread);
        var pages = new Pages(layout.messagesOf(former.getId()), MESSAGES);
        for (var page = pages.next(); !page.isEmpty(); page = pages.next()) {
            Groups.of(page).forEach(group -> moveMessages(group, thread));
        }
        if (commits.areApplied()) {
            requireEmpty(former);
        }
        var batch = firestore.batch();
        batch.delete(former.getReference(), asRead(former));
        commits.apply(batch);
        return wasThere;
    }

    private Set<String> subcollections() {
        return switch (layout.data()) {
            case CANONICAL -> Set.of();
            case LEGACY -> Set.of("messages");
        };
    }

    private boolean putThread(DocumentSnapshot former, ThreadId thread) {
        var draft = new Draft(Draft.Store.of(firestore));
        var target = layout.thread(thread);
        var present = draft.get(target);
        draft.put(target, Merge.thread(layout.data(), thread, Snapshots.fields(former), present));
        commit(draft, List.of());
        return present.isPresent();
    }

    private void moveMessages(List<QueryDocumentSnapshot> page, ThreadId thread) {
        try {
            commitMessages(page, thread);
        } catch (WriteRejectedException e) {
            if (page.size() == 1) {
                throw new UnmovableException("its message " + page.getFirst().getId() + ": " + e.getMessage());
            }
            // One of them is what Firestore does not take; the others need not stay.
            var half = page.size() / 2;
            moveMessages(page.subList(0, half), thread);
            moveMessages(page.subList(half, page.size()), thread);
        }
    }

    private void commitMessages(List<QueryDocumentSnapshot> page, ThreadId thread) {
        var draft = new Draft(Draft.Store.of(firestore));
        draft.prefetch(page.stream().map(message -> target(message, thread)));
        var left = new ArrayList<QueryDocumentSnapshot>();
        var wereThere = new ArrayList<Boolean>();
        for (var message : page) {
            var target = target(message, thread);
            var fields = MessageMove.fields(layout, thread, message.getData());
            if (target.equals(message.getReference())) {
                draft.put(target, fields);
                wereThere.add(false);
            } else {
                var present = draft.get(target);
                draft.put(target, Merge.missing(fields, present));
                wereThere.add(present.isPresent());
                left.add(message);
            }
        }
        commit(draft, left);
        wereThere.forEach(messages::move);
    }

    private DocumentReference target(QueryDocumentSnapshot message, ThreadId thread) {
        return MessageMove.target(layout, thread, message.getId(), message.getData());
    }

    private void commit(Draft draft, List<QueryDocumentSnapshot> left) {
        var batch = firestore.batch();
        draft.writeTo(batch);
        left.forEach(message -> batch.delete(message.getReference(), asRead(message)));
        commits.apply(batch);
    }

    private static Precondition asRead(DocumentSnapshot document) {
        return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
    }

    /** Without its thread a message of the legacy layout could not be found again. */
    private void requireEmpty(DocumentSnapshot former) {
        if (!Calls.await(layout.messagesOf(former.getId()).limit(1).get()).isEmpty()) {
            throw new UnmovableException("messages are still written to it; stop what does, and run this again");
        }
    }
}
