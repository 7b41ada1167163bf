package dev.connectors.whatsapp.connector.chat;

/**
 * Names the conversation of one account with one chat.
 *
 * @param account the account
 * @param chat the chat
 */
public record ThreadId(AccountId account, ChatId chat) {

    /** The id of the thread's document: {@code {accountId}_{chatId}}, as client applications build it themselves. */
    public String documentId() {
        return account.value() + IdEncoding.SEPARATOR + IdEncoding.encode(chat.jid());
    }

    /**
     * Whether a client means this thread by {@code id}. A client puts the chat behind the account as it has it, so any
     * spelling of the same recipient is accepted.
     */
    public boolean isNamedBy(String id) {
        if (id.equals(documentId())) {
            return true;
        }
        var prefix = account.value() + IdEncoding.SEPARATOR;
        if (!id.startsWith(prefix)) {
            return false;
        }
        try {
            return ChatId.parse(id.substring(prefix.length())).equals(chat);
        } catch (IllegalArgumentException notARecipient) {
            return false;
        }
    }

    @Override
    public String toString() {
        return account + "_" + chat;
    }
}
