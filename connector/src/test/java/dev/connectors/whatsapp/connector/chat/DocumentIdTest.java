package dev.connectors.whatsapp.connector.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ids of threads and messages as documents: none means two things, and Firestore takes every one. */
@Tag("I3")
class DocumentIdTest {
    private static final int TUPLES = 100_000;
    private static final long SEED = 1;
    private static final Pattern RESERVED_BY_FIRESTORE = Pattern.compile("__.*__", Pattern.DOTALL);
    private static final int MAX_BYTES = 1_500;

    private static final List<String> ACCOUNT_PIECES = List.of("a", "b", "_", "__", ".", "-", "in", "7");
    private static final List<String> HOSTILE_PIECES = List.of(
            "a", "b", "_", "__", "/", "%", "%5F", "%2E", "%25", "%~", "~", "u", "5F", ".", "..", "in.", "out.", "@lid",
            "@", "\ud800", "\udbff", "\udc00", "%uD800", "?", "\ufffd", "😀", "\u0000", "\n", "\u001f", "\u007f", "ă",
            "__x__", " ");

    private static final List<Tuple> GENERATED = generate();

    private record Tuple(AccountId account, ChatId chat, MessageKey key) {
        ThreadId thread() {
            return new ThreadId(account, chat);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I1")
    void noTwoMessagesShareADocument(DataLayout layout) {
        var seen = new HashMap<String, Tuple>();
        var shared = new ArrayList<String>();

        for (var tuple : GENERATED) {
            var id = layout.threadId(tuple.thread()) + "/" + layout.messageId(tuple.thread(), tuple.key());
            var before = seen.putIfAbsent(id, tuple);
            if (before != null && !before.equals(tuple)) {
                shared.add(id + " of " + before + " and " + tuple);
            }
        }

        assertThat(shared).isEmpty();
        assertThat(seen).hasSizeGreaterThan(TUPLES / 2);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I1")
    void noTwoMessagesShareTheSecondPlaceOfADedupeRecord(DataLayout layout) {
        var seen = new HashMap<String, Tuple>();
        var shared = new ArrayList<String>();

        for (var tuple : GENERATED) {
            var id = layout.otherDedupeId(tuple.thread(), tuple.key());
            var before = seen.putIfAbsent(id, tuple);
            if (before != null && !before.equals(tuple)) {
                shared.add(id + " of " + before + " and " + tuple);
            }
        }

        assertThat(shared).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noTwoThreadsShareADocument(DataLayout layout) {
        var seen = new HashMap<String, ThreadId>();
        var shared = new ArrayList<String>();

        for (var tuple : GENERATED) {
            var thread = tuple.thread();
            var before = seen.putIfAbsent(layout.threadId(thread), thread);
            if (before != null && !before.equals(thread)) {
                shared.add(layout.threadId(thread));
            }
        }

        assertThat(shared).isEmpty();
        assertThat(seen).hasSizeGreaterThan(TUPLES / 4);
    }

    @ParameterizedTest
    @EnumSource
    void everyIdIsLegalInFirestore(DataLayout layout) {
        var illegal = new ArrayList<String>();

        for (var tuple : GENERATED) {
            for (var id : List.of(
                    layout.threadId(tuple.thread()),
                    layout.messageId(tuple.thread(), tuple.key()),
                    layout.dedupeId(tuple.thread(), tuple.key()),
                    layout.otherDedupeId(tuple.thread(), tuple.key()))) {
                if (!isLegalInFirestore(id)) {
                    illegal.add(id);
                }
            }
        }

        assertThat(illegal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "____", "__x__", "__x\n__", "\ud800", "a\udc00b"})
    void whatFirestoreRefusesCountsAsIllegalHere(String id) {
        assertThat(isLegalInFirestore(id)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a_b, c, a, b_c",
        "a__b, c, a, _b_c",
        "a, b%5Fc, a, b_c",
        "a, b%c, a, b%25c",
        "a, ?, a, \ud800",
        "a, \ud800, a, \ud801"
    })
    void lookAlikesAreDifferentThreads(String account, String chat, String otherAccount, String otherChat) {
        var one = new ThreadId(new AccountId(account), new ChatId(chat));
        var other = new ThreadId(new AccountId(otherAccount), new ChatId(otherChat));

        for (var layout : DataLayout.values()) {
            assertThat(layout.threadId(one)).isNotEqualTo(layout.threadId(other));
        }
    }

    @Test
    void aPartTooLongForAnIdKeepsAnIdOfItsOwn() {
        var account = new AccountId("a".repeat(128));
        var one = new ThreadId(account, new ChatId("1".repeat(5_000)));
        var other = new ThreadId(account, new ChatId("1".repeat(4_999) + "2"));

        assertThat(DataLayout.CANONICAL.threadId(one))
                .isNotEqualTo(DataLayout.CANONICAL.threadId(other))
                .hasSizeLessThan(300)
                .isEqualTo(DataLayout.CANONICAL.threadId(new ThreadId(account, new ChatId("1".repeat(5_000)))));
    }

    @Test
    void theLongestPartsTogetherFit() {
        var longest = new ChatId("ă".repeat(200));
        var key = new MessageKey(Direction.OUTBOUND, Optional.of(longest), "ă".repeat(200));

        var id = DataLayout.CANONICAL.messageId(new ThreadId(new AccountId("a".repeat(128)), longest), key);

        assertThat(id).contains("ă".repeat(200));
        assertThat(isLegalInFirestore(id)).isTrue();
    }

    private static boolean isLegalInFirestore(String id) {
        return !id.isEmpty()
                && !id.contains("/")
                && !id.equals(".")
                && !id.equals("..")
                && !RESERVED_BY_FIRESTORE.matcher(id).matches()
                && !id.equals("____")
                && StandardCharsets.UTF_8.newEncoder().canEncode(id)
                && id.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static List<Tuple> generate() {
        var random = new SplittableRandom(SEED);
        var tuples = new ArrayList<Tuple>(TUPLES);
        for (var i = 0; i < TUPLES; i++) {
            tuples.add(new Tuple(
                    new AccountId(random.nextBoolean() ? "a" : "b" + text(random, ACCOUNT_PIECES)),
                    new ChatId(hostileText(random)),
                    new MessageKey(
                            random.nextBoolean() ? Direction.INBOUND : Direction.OUTBOUND,
                            random.nextInt(3) == 0 ? Optional.of(new ChatId(hostileText(random))) : Optional.empty(),
                            hostileText(random))));
        }
        return tuples;
    }

    /** Mostly short, so that look-alikes are frequent; now and then around and beyond what fits. */
    private static String hostileText(SplittableRandom random) {
        var text = text(random, HOSTILE_PIECES);
        return random.nextInt(300) == 0 ? text.repeat(random.nextInt(1, 300)) : text;
    }

    private static String text(SplittableRandom random, List<String> pieces) {
        var text = new StringBuilder();
        for (var left = random.nextInt(5); left > 0; left--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
