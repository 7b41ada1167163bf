package dev.connectors.whatsapp.connector.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/** Messages of WhatsApp's protocol as a phone serialises them; the numbers are those of WAProto.proto in Baileys. */
final class WaMessages {
    private static final int IMAGE = 3;
    private static final int PROTOCOL = 12;
    private static final int REACTION = 46;
    private static final int REVOKE = 0;
    private static final int MESSAGE_EDIT = 14;

    private WaMessages() {}

    static byte[] image(String caption) {
        return message(IMAGE, fields().addField(2, text("image/jpeg")).addField(3, text(caption)));
    }

    /** To a message of the sender's own. */
    static byte[] reaction(String chat, String toId, String emoji) {
        return message(REACTION, fields().addField(1, key(chat, toId)).addField(2, text(emoji)));
    }

    /** Of a message of the sender's own. */
    static byte[] edit(String chat, String ofId, String words) {
        var edited = fields().addField(1, text(words));
        return message(
                PROTOCOL,
                fields().addField(1, key(chat, ofId))
                        .addField(2, number(MESSAGE_EDIT))
                        .addField(14, nested(edited)));
    }

    /** Of a message of the sender's own. */
    static byte[] deletion(String chat, String ofId) {
        return message(PROTOCOL, fields().addField(1, key(chat, ofId)).addField(2, number(REVOKE)));
    }

    private static Field key(String chat, String id) {
        return nested(fields().addField(1, text(chat)).addField(2, number(1)).addField(3, text(id)));
    }

    private static byte[] message(int kind, UnknownFieldSet.Builder content) {
        return fields().addField(kind, nested(content)).build().toByteArray();
    }

    private static UnknownFieldSet.Builder fields() {
        return UnknownFieldSet.newBuilder();
    }

    private static Field nested(UnknownFieldSet.Builder fields) {
        return Field.newBuilder()
                .addLengthDelimited(fields.build().toByteString())
                .build();
    }

    private static Field text(String value) {
        return Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
    }

    private static Field number(long value) {
        return Field.newBuilder().addVarint(value).build();
    }
}
