package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The phone of an account, and the server's hand on the connections of the devices that are linked to it. */
public final class Phone {
    private final JsonHttp admin;
    private final String number;

    Phone(JsonHttp admin, String number) {
        this.admin = admin;
        this.number = number;
    }

    public String number() {
        return number;
    }

    /**
     * Links the device that shows this QR code.
     *
     * @param qr the text of the code, see {@link QrCode}
     */
    public LinkedDevice scan(String qr) {
        return admin.post("/phones/%s/scan".formatted(number), Bearer.NONE, Map.of("qr", qr), LinkedDevice.class);
    }

    /** Links the device that shows this code of eight characters, as its owner does by typing it. */
    public LinkedDevice typeCode(String code) {
        return admin.post(
                "/phones/%s/pairing-code".formatted(number), Bearer.NONE, Map.of("code", code), LinkedDevice.class);
    }

    public PhoneState state() {
        return admin.get("/phones/" + number, Bearer.NONE, PhoneState.class);
    }

    /** Removes a linked device, as its owner does in the phone's settings; its connection is closed with 401. */
    public void unlink(int device) {
        admin.delete("/phones/%s/devices/%d".formatted(number, device), Bearer.NONE);
    }

    /** Writes from the phone itself; the linked devices get a copy. */
    public SentMessage sends(String to, String text) {
        return admin.post(
                        "/phones/%s/messages".formatted(number),
                        Bearer.NONE,
                        Map.of("to", to, "text", text),
                        SentMessage.Wire.class)
                .message();
    }

    /** The messages to somebody of which the phone got its copy: those that linked devices sent. */
    public List<ReadMessage> sentTo(String to) {
        return admin.get("/phones/%s/messages?to=%s".formatted(number, to), Bearer.NONE, Messages.class)
                .read();
    }

    /** Closes its devices' connections as WhatsApp does, with a code from 400 to 599: 440 is "replaced", 401 a logout. */
    public void closeConnections(int code) {
        admin.post("/connections/%s/close".formatted(number), Bearer.NONE, Map.of("code", code));
    }

    /** Sends garbage to its devices: on the wire, or correctly encrypted around bytes that are no stanza. */
    public void sendGarbage(byte[] bytes, boolean encrypted) {
        admin.post(
                "/connections/%s/frames".formatted(number),
                Bearer.NONE,
                Map.of("bytes", Base64.getEncoder().encodeToString(bytes), "encrypted", encrypted));
    }
}
