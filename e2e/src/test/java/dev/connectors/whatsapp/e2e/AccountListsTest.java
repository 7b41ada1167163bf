package dev.connectors.whatsapp.e2e;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountListsTest {
    private final AccountLists lists = new AccountLists();

    @Test
    void anAccountInTwoListsIsRemembered() {
        lists.onAdd(list("whatsapp-default-0", "sales"));
        lists.onAdd(list("whatsapp-default-1", "sales"));
        lists.onDelete(list("whatsapp-default-0", "sales"), false);

        assertThat(lists.accountsInTwo()).singleElement().asString().startsWith("sales in ");
    }

    @Test
    void anAccountThatMovedWasInOneListAtATime() {
        lists.onAdd(list("whatsapp-default-0", "sales"));
        lists.onUpdate(list("whatsapp-default-0", "sales"), list("whatsapp-default-0", "support"));
        lists.onAdd(list("whatsapp-default-1", "sales"));

        assertThat(lists.accountsInTwo()).isEmpty();
        assertThat(lists.of("whatsapp-default-1")).containsExactly("sales");
    }

    private static ConfigMap list(String shard, String account) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(shard)
                .endMetadata()
                .withData(Map.of("accounts.json", """
                        {"accounts": [{"accountId": "%s"}], "tombstones": []}""".formatted(account)))
                .build();
    }
}
