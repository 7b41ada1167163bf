package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/openapi.json} says what the code does. */
class OpenApiTest {
    private static final boolean UPDATE = Boolean.getBoolean("openapi.update");
    private static final Path FILE = Repository.find().resolve("docs/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Test
    void theDocumentIsThatOfTheCode() throws IOException {
        var generated = JSON.writeValueAsString(OpenApiDocument.generate()) + "\n";
        if (UPDATE) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.readString(FILE))
                .describedAs("write it anew with -Dopenapi.update=true")
                .isEqualTo(generated);
    }

    @Test
    void everyEndpointIsDescribed() {
        assertThat(Operation.all())
                .extracting(operation -> operation.method() + " " + operation.path())
                .containsExactlyInAnyOrderElementsOf(Endpoints.ofTheCode().keySet());
    }

    @Test
    void whatABodyNeedsIsWhatTheCodeAsksFor() {
        var document = JSON.<JsonNode>valueToTree(OpenApiDocument.generate());
        var send =
                document.at("/paths/~1api~1whatsapp~1send-message/post/requestBody/content/application~1json/schema");

        assertThat(send.path("required")).extracting(JsonNode::asString).containsExactly("accountId", "to", "message");
        assertThat(send.path("properties").propertyNames())
                .containsExactly("accountId", "to", "message", "clientMessageId");
        assertThat(send.at("/properties/message/maxLength").asInt()).isEqualTo(SendBody.MAX_TEXT);
    }
}
