package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.Content;

/** What a list of threads shows of a message: its words, else its kind in brackets. Pure. */
final class Preview {
    private Preview() {}

    static String of(Content content) {
        return switch (content) {
            case Content.Text text -> text.body();
            case Content.Media media
            when media.caption().isEmpty() && media.kind() == Content.MediaKind.DOCUMENT ->
                orElse(media.fileName(), "[document]");
            case Content.Media media ->
                orElse(media.caption(), "[" + media.kind().field() + "]");
            case Content.Location location -> orElse(location.caption(), orElse(location.name(), "[location]"));
            case Content.Contacts contacts
            when contacts.cards().size() == 1 ->
                orElse(contacts.cards().getFirst().displayName(), "[contact]");
            case Content.Contacts contacts -> "[" + contacts.cards().size() + " contacts]";
            case Content.Reaction reaction -> reaction.emoji().isEmpty() ? "[reaction removed]" : "[reaction]";
            case Content.Edit edit -> of(edit.replacement());
            case Content.Deletion deletion -> "[message deleted]";
            case Content.Unsupported unsupported -> "[unsupported message]";
        };
    }

    private static String orElse(String words, String otherwise) {
        return words.isBlank() ? otherwise : words;
    }
}
