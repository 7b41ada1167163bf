package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Writes what the supervisor has concluded from an event to the account's documents. Apart from it, so that a Firestore
 * that does not answer delays what others see and not what is done.
 */
@Component
@Order(2)
final class AccountStatusWriter implements BridgeListener, Restrictions {
    private static final Logger log = LoggerFactory.getLogger(AccountStatusWriter.class);

    private final AccountRegistry registry;
    private final AccountStatusRepository repository;

    AccountStatusWriter(AccountRegistry registry, AccountStatusRepository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.QrCode qr ->
                registry.find(qr.origin().account())
                        .filter(state -> state.status() == AccountStatus.QR_READY)
                        .ifPresent(state -> write(state, s -> repository.saveQr(s, QrPicture.dataUrl(qr.content()))));
            case BridgeEvent.PairingCode code ->
                registry.find(code.origin().account())
                        .filter(state -> state.status() == AccountStatus.QR_READY)
                        .ifPresent(state -> write(state, s -> repository.savePairingCode(s, code.code())));
            case BridgeEvent.ConnectionOpened opened ->
                registry.find(opened.origin().account()).ifPresent(state -> write(state, repository::save));
            case BridgeEvent.ConnectionClosed closed ->
                registry.find(closed.origin().account()).ifPresent(state -> write(state, repository::save));
            case BridgeEvent.AccountRestricted restricted ->
                registry.find(restricted.origin().account()).ifPresent(state -> write(state, repository::save));
            case BridgeEvent.SessionUnreadable unreadable ->
                registry.find(unreadable.origin().account()).ifPresent(state -> write(state, repository::save));
            case BridgeEvent.SessionDeaf d -> {}
            case BridgeEvent.OfflineDrained d -> {}
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }

    @Override
    public void restrict(AccountId id, Instant until) {
        registry.restrict(id, until);
        registry.find(id).ifPresent(state -> write(state, repository::save));
    }

    private void write(AccountState state, Predicate<AccountState> save) {
        if (!save.test(state)) {
            log.atDebug()
                    .addKeyValue("accountId", state.account().id())
                    .log("the account is another connector's by now, or deleted");
        }
    }
}
