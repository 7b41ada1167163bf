package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("H6")
class AccountIdsTest {

    @Test
    void everySpellingOfANumberGivesTheSameId() {
        var id = AccountIds.of(PhoneNumber.parse("+40 712 345 678"));

        assertThat(AccountIds.of(PhoneNumber.parse("40712345678"))).isEqualTo(id);
        assertThat(id.value()).matches("account_[0-9a-f]{16}");
    }

    @Test
    void theIdDoesNotShowTheNumber() {
        assertThat(AccountIds.of(new PhoneNumber("40712345678")).value()).doesNotContain("712345678", "345678");
    }

    @Test
    void manyNumbersHaveAsManyIds() {
        var ids = IntStream.range(0, 10_000)
                .mapToObj(i -> AccountIds.of(new PhoneNumber("407%08d".formatted(i))))
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(10_000);
    }
}
