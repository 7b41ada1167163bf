package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Accounts, for whoever begins today. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountsController {
    private final AccountService accounts;

    AccountsController(AccountService accounts) {
        this.accounts = accounts;
    }

    /** @param accounts of all connectors, ordered by id */
    record AccountList(List<AccountDetails> accounts) {}

    /**
     * @param phone masked
     * @param reason why it is disconnected
     * @param needsQr whether a person has to link a phone before it can connect
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountDetails(
            String accountId,
            String name,
            Optional<String> phone,
            String status,
            Optional<String> reason,
            boolean needsQr,
            Optional<Instant> lastSeenAt,
            Optional<Instant> lastEventAt,
            long reconnectCount,
            long reconnectAttempts) {

        static AccountDetails of(AccountView account) {
            return new AccountDetails(
                    account.id().value(),
                    account.name(),
                    account.phone().map(PhoneNumber::masked),
                    account.status(),
                    account.reason(),
                    account.needsQr(),
                    account.lastSeenAt(),
                    account.lastEventAt(),
                    account.reconnectCount(),
                    account.reconnectAttempts());
        }
    }

    @GetMapping
    AccountList list() {
        return new AccountList(accounts.all().stream().map(AccountDetails::of).toList());
    }

    @GetMapping("/{accountId}")
    AccountDetails get(@PathVariable String accountId) {
        return AccountDetails.of(accounts.get(accountId));
    }

    record AccountStatusAnswer(String accountId, String status) {
        static AccountStatusAnswer connecting(String accountId) {
            return new AccountStatusAnswer(accountId, AccountStatus.CONNECTING.field());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    AccountStatusAnswer add(@RequestBody JsonNode json) {
        return AccountStatusAnswer.connecting(
                accounts.add(NewAccount.read(json)).id().value());
    }

    /** Also of an account that is connected: its phone is unlinked. */
    @PostMapping("/{accountId}/reset")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AccountStatusAnswer reset(@PathVariable String accountId, Principal caller) {
        return AccountStatusAnswer.connecting(
                accounts.reset(accountId, caller.getName()).id().value());
    }

    /**
     * @param qrCode a PNG as data URL, to be scanned
     * @param pairingCode to be typed on the phone
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Pairing(Optional<String> qrCode, Optional<String> pairingCode) {}

    @GetMapping("/{accountId}/pairing")
    ResponseEntity<Pairing> pairing(@PathVariable String accountId) {
        var account = accounts.get(accountId);
        var linking = accounts.linking(accountId).orElseThrow(() -> new NothingToLinkException(account.id()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Pairing(linking.qrDataUrl(), linking.pairingCode()));
    }
}
