package dev.connectors.whatsapp.local.quickstart;

/**
 * An account of the story.
 *
 * @param id as the connector named it
 * @param name as the user named it
 * @param phone its number, digits only
 */
record Account(String id, String name, String phone) {
    /** For people. */
    String title() {
        return name + " (" + phone + ")";
    }

    /** The chat with a contact, as WhatsApp addresses it. */
    static String chat(String contact) {
        return contact + "@s.whatsapp.net";
    }

    /** The thread with a contact, as client applications build its id. */
    String threadWith(String contact) {
        return id + "_" + chat(contact);
    }
}
