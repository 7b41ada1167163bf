package dev.connectors.whatsapp.connector.chat;

/**
 * Names the conversation of one account with one chat.
 *
 * @param account the account
 * @param chat the chat
 */
public record ThreadId(AccountId account, ChatId chat) {
    @Override
    public String toString() {
        return account + "_" + chat;
    }
}
