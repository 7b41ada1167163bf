package dev.connectors.whatsapp.connector.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.firestore.Draft;
import java.time.Duration;
import java.util.Optional;

/**
 * Documents about contacts that seldom change, so that not each of their messages asks for them: that two names are one
 * person's, that the other name has no thread of its own, and that somebody is known by one name alone.
 */
final class Memory {
    /** A name changes hands when a number gets a new owner, which takes its operator weeks. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 100_000;

    private final Cache<DocumentReference, Draft.Stored> documents = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** Gives the draft what is remembered of the document. */
    void recall(Draft draft, DocumentReference document) {
        Optional.ofNullable(documents.getIfPresent(document)).ifPresent(stored -> draft.suppose(document, stored));
    }

    /** Whether there was no such document when it was read. */
    boolean isMissing(DocumentReference document) {
        return Optional.ofNullable(documents.getIfPresent(document))
                .filter(Draft.Stored::isMissing)
                .isPresent();
    }

    /** Keeps what was read of the document, or forgets what was known of it. */
    void keep(DocumentReference document, Optional<Draft.Stored> read) {
        read.ifPresentOrElse(stored -> remember(document, stored), () -> documents.invalidate(document));
    }

    /** What is used all the time is looked at anew now and then all the same. */
    private void remember(DocumentReference document, Draft.Stored stored) {
        if (!stored.equals(documents.getIfPresent(document))) {
            documents.put(document, stored);
        }
    }
}
