package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.account.Account;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountSetup;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.account.Linking;
import dev.connectors.whatsapp.connector.account.SessionResetRequests;
import dev.connectors.whatsapp.connector.account.UnknownAccountException;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** What can be asked about accounts, however it is spelled. */
@Service
class AccountService {
    private final AccountRepository accounts;
    private final SessionResetRequests resets;
    private final Optional<AccountSetup> setup;

    AccountService(AccountRepository accounts, SessionResetRequests resets, Optional<AccountSetup> setup) {
        this.accounts = accounts;
        this.resets = resets;
        this.setup = setup;
    }

    Account add(NewAccount asked) {
        return setup.orElseThrow(AccountsAreResourcesException::new).create(asked.name(), asked.phone());
    }

    /** Those of every connector. */
    List<AccountView> all() {
        return accounts.all();
    }

    /** @throws UnknownAccountException if there is none */
    AccountView get(String accountId) {
        return Optional.of(accountId)
                .filter(AccountId::isValid)
                .map(AccountId::new)
                .flatMap(accounts::find)
                .orElseThrow(() -> new UnknownAccountException(accountId));
    }

    /** By what a phone can be linked just now; empty where there is nothing, or no such account. */
    Optional<Linking> linking(String accountId) {
        return Optional.of(accountId)
                .filter(AccountId::isValid)
                .map(AccountId::new)
                .map(accounts::linking)
                .filter(Linking::isPossible);
    }

    /** Deletes the account's session, connected or not, and asks for a new QR. */
    AccountView reset(String accountId, String by) {
        var account = get(accountId);
        resets.request(account.id(), by);
        return account;
    }

    /**
     * Asks for a new QR.
     *
     * @throws AccountConnectedException if the account needs none
     */
    AccountView regenerateQr(String accountId, String by) {
        var account = get(accountId);
        if (account.isConnected()) {
            throw new AccountConnectedException(account.id());
        }
        resets.request(account.id(), by);
        return account;
    }
}
