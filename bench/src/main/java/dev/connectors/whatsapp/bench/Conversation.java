package dev.connectors.whatsapp.bench;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** One account and one contact, and what they had to say to each other, in its order. */
final class Conversation {
    private final Account account;
    private final String contact;
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final List<Written> written = new CopyOnWriteArrayList<>();

    /** Of each account with that many contacts, the same ones for all. */
    static List<Conversation> all(List<Account> accounts, int contacts) {
        return accounts.stream()
                .flatMap(account -> IntStream.range(0, contacts)
                        .mapToObj(contact -> new Conversation(account, Numbers.contact(contact))))
                .toList();
    }

    /** @param contact its number */
    Conversation(Account account, String contact) {
        this.account = account;
        this.contact = contact;
    }

    /**
     * A message to the contact that the connector has said yes to.
     *
     * @param requestId of its outbox entry
     * @param text no other message of the conversation has it
     */
    record Accepted(String requestId, String text) {}

    /**
     * A message from the contact.
     *
     * @param id WhatsApp's
     * @param text no other message of the conversation has it
     */
    record Written(String id, String text) {}

    Account account() {
        return account;
    }

    String contact() {
        return contact;
    }

    /** The chat's name in WhatsApp. */
    String chatId() {
        return contact + "@s.whatsapp.net";
    }

    /** Can be added to. */
    List<Accepted> accepted() {
        return accepted;
    }

    /** Can be added to. */
    List<Written> written() {
        return written;
    }

    @Override
    public String toString() {
        return account.id() + " and " + contact;
    }
}
