package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.util.Map;

/** A group of people, accounts among them. */
public final class Group {
    private final JsonHttp admin;
    private final String jid;

    Group(JsonHttp admin, String jid) {
        this.admin = admin;
        this.jid = jid;
    }

    public String jid() {
        return jid;
    }

    /** A member writes to all others; digits only. */
    public SentMessage writes(String member, String text) {
        return admin.post(
                        "/groups/%s/messages".formatted(JsonHttp.encode(jid)),
                        Bearer.NONE,
                        Map.of("from", member, "text", text),
                        SentMessage.Wire.class)
                .message();
    }
}
