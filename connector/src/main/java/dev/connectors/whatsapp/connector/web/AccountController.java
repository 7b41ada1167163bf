package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.config.Settings;
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

/** Sets up accounts and shows the picture by which a phone is linked to one. */
@RestController
class AccountController {
    private static final int MAX_NAME = 200;
    private static final int MAX_PHONE = 60;

    private final AccountRepository accounts;
    private final Settings settings;

    AccountController(AccountRepository accounts, Settings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    record AddAccountResponse(boolean success, AddedAccount account) {}

    /** @param qrCode a PNG as data URL; absent until WhatsApp has given one */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AddedAccount(String accountId, String status, Optional<String> qrCode) {}

    @PostMapping({"/api/accounts", "/api/whatsapp/add-account"})
    AddAccountResponse add(@RequestBody JsonNode json) {
        var body = new JsonBody(json);
        var name = body.text("name", MAX_NAME);
        var phone = body.parsed("phone", MAX_PHONE, PhoneNumber::parse);
        body.check();
        if (settings.fleet().isPresent()) {
            throw new AccountsAreResourcesException();
        }
        var account = accounts.create(name, phone.orElseThrow());
        return new AddAccountResponse(
                true, new AddedAccount(account.id().value(), AccountStatus.CONNECTING.field(), Optional.empty()));
    }

    @GetMapping("/api/whatsapp/qr/{accountId}")
    ResponseEntity<String> qr(@PathVariable String accountId) {
        var id = parse(accountId);
        var picture = id.flatMap(accounts::qrDataUrl);
        return ResponseEntity.status(picture.isPresent() ? HttpStatus.OK : HttpStatus.NOT_FOUND)
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", QrPage.CONTENT_SECURITY_POLICY)
                .body(picture.map(QrPage::withPicture).orElseGet(QrPage::withoutPicture));
    }

    private static Optional<AccountId> parse(String accountId) {
        try {
            return Optional.of(new AccountId(accountId));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
