package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.account.Linking;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Accounts, in the spellings of the client applications, and the picture by which a phone is linked to one. */
@RestController
class AccountController {
    private final AccountService accounts;

    AccountController(AccountService accounts) {
        this.accounts = accounts;
    }

    record AccountResponse(boolean success, AccountInAnswer account) {}

    /** @param qrCode a PNG as data URL; absent until WhatsApp has given one */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountInAnswer(String accountId, String status, Optional<String> qrCode) {}

    @PostMapping({"/api/accounts", "/api/whatsapp/add-account", "/whatsappProxyAddAccount"})
    AccountResponse add(@RequestBody JsonNode json) {
        return connecting(accounts.add(NewAccount.read(json)).id().value());
    }

    record AccountsResponse(boolean success, List<ListedAccount> accounts) {}

    /** @param phone masked */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ListedAccount(String id, String name, Optional<String> phone, String status) {
        static ListedAccount of(AccountView account) {
            return new ListedAccount(
                    account.id().value(), account.name(), account.phone().map(PhoneNumber::masked), account.status());
        }
    }

    @GetMapping({"/api/whatsapp/accounts", "/whatsappProxyGetAccounts"})
    AccountsResponse list() {
        return new AccountsResponse(
                true, accounts.all().stream().map(ListedAccount::of).toList());
    }

    /** Also of an account that is connected: its phone is unlinked. */
    @PostMapping("/api/whatsapp/accounts/{accountId}/reset")
    AccountResponse reset(@PathVariable String accountId, Principal caller) {
        return connecting(accounts.reset(accountId, caller.getName()).id().value());
    }

    @PostMapping("/whatsappProxyRegenerateQr")
    AccountResponse regenerateQr(@RequestBody JsonNode json, Principal caller) {
        return connecting(
                accounts.regenerateQr(accountId(json), caller.getName()).id().value());
    }

    /** {@code {accountId}} */
    static String accountId(JsonNode json) {
        var body = new JsonBody(json);
        var accountId = body.text("accountId", SendBody.MAX_ID);
        body.check();
        return accountId;
    }

    private static AccountResponse connecting(String accountId) {
        return new AccountResponse(
                true, new AccountInAnswer(accountId, AccountStatus.CONNECTING.field(), Optional.empty()));
    }

    @GetMapping("/api/whatsapp/qr/{accountId}")
    ResponseEntity<String> qr(@PathVariable String accountId) {
        var picture = accounts.linking(accountId).flatMap(Linking::qrDataUrl);
        return ResponseEntity.status(picture.isPresent() ? HttpStatus.OK : HttpStatus.NOT_FOUND)
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", QrPage.CONTENT_SECURITY_POLICY)
                .body(picture.map(QrPage::withPicture).orElseGet(QrPage::withoutPicture));
    }
}
