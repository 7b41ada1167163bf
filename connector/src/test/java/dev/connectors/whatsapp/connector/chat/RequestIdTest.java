package dev.connectors.whatsapp.connector.chat;

import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("O2")
class RequestIdTest {
    private static final ThreadId THREAD = thread("sales", "40712345678@s.whatsapp.net");

    @Test
    void theSameRequestHasTheSameId() {
        var first = RequestId.of("ana", THREAD, "m1");
        var repeated = RequestId.of("ana", thread("sales", "40712345678@s.whatsapp.net"), "m1");

        assertThat(repeated).isEqualTo(first);
        assertThat(first.value()).matches("[0-9a-f]{40}");
    }

    @ParameterizedTest
    @CsvSource({
        "ion, sales,   40712345678@s.whatsapp.net, m1",
        "ana, sales-2, 40712345678@s.whatsapp.net, m1",
        "ana, sales,   40712345679@s.whatsapp.net, m1",
        "ana, sales,   40712345678@s.whatsapp.net, m2"
    })
    void anotherSenderThreadOrClientMessageIsAnotherRequest(String uid, String account, String chat, String message) {
        assertThat(RequestId.of(uid, thread(account, chat), message)).isNotEqualTo(RequestId.of("ana", THREAD, "m1"));
    }

    @Test
    void whatMovesFromOnePartToTheNextMakesAnotherRequest() {
        var one = RequestId.of("ana", thread("b", "c"), "1");

        assertThat(one)
                .isNotEqualTo(RequestId.of("ana3:b_c", thread("b", "c"), "1"))
                .isNotEqualTo(RequestId.of("an", thread("ab", "c"), "1"))
                .isNotEqualTo(RequestId.of("ana", thread("b", "c1"), ""))
                .isNotEqualTo(RequestId.of("ana3", thread("b", "c"), "1"));
    }

    @ParameterizedTest
    @CsvSource({"?, \ud800", "\ud800, \ud801", "a\udc00, a?", "\ufffd, \ud800"})
    void clientMessageIdsThatLookTheSameInUtf8AreDifferentRequests(String one, String other) {
        assertThat(RequestId.of("ana", THREAD, one)).isNotEqualTo(RequestId.of("ana", THREAD, other));
    }

    @Test
    void theWhatsAppIdLooksLikeOneOfBaileysOwn() {
        assertThat(RequestId.of("ana", THREAD, "m1").waMessageId().value()).matches("3EB0[0-9A-F]{18}");
    }

    @Test
    void theWhatsAppIdIsAPureFunctionOfTheRequest() {
        var id = RequestId.of("ana", THREAD, "m1");

        assertThat(new RequestId(id.value()).waMessageId()).isEqualTo(id.waMessageId());
    }

    @Test
    void manyRequestsHaveAsManyIdsOfBothKinds() {
        var requests = new HashSet<RequestId>();
        var messages = new HashSet<WaMessageId>();

        IntStream.range(0, 20_000)
                .mapToObj(i -> RequestId.of("ana", THREAD, "m" + i))
                .forEach(id -> {
                    requests.add(id);
                    messages.add(id.waMessageId());
                });

        assertThat(requests).hasSize(20_000);
        assertThat(messages).hasSize(20_000);
    }

    private static ThreadId thread(String account, String chat) {
        return new ThreadId(new AccountId(account), new ChatId(chat));
    }
}
