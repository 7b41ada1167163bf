package dev.connectors.whatsapp.local.kubelet;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpansionTest {
    @ParameterizedTest
    @CsvSource({
        "$(NAME), ana",
        "a-$(NAME)-$(PORT), a-ana-80",
        "$(UNKNOWN), $(UNKNOWN)",
        "$$(NAME), $(NAME)",
        "$$$(NAME), $ana",
        "$NAME ${NAME}, $NAME ${NAME}",
        "costs 5$, costs 5$",
        "$(PRICE), 5$ or \\5",
    })
    void expands(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("NAME", "ana", "PORT", "80", "PRICE", "5$ or \\5")))
                .isEqualTo(expected);
    }
}
