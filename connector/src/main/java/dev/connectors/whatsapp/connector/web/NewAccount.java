package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import tools.jackson.databind.JsonNode;

/** An account as somebody asks for it: {@code {name, phone}}. */
record NewAccount(String name, PhoneNumber phone) {
    private static final int MAX_NAME = 200;
    private static final int MAX_PHONE = 60;

    static NewAccount read(JsonNode json) {
        var body = new JsonBody(json);
        var name = body.text("name", MAX_NAME);
        var phone = body.parsed("phone", MAX_PHONE, PhoneNumber::parse);
        body.check();
        return new NewAccount(name, phone.orElseThrow());
    }
}
