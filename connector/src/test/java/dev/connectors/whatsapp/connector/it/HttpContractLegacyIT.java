package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpContractLegacyIT implements HttpContract {
    @RegisterExtension
    static final HttpApiExtension API = new HttpApiExtension(DataLayout.LEGACY);
}
