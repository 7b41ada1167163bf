package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Writes what the supervisor has concluded from an event to the account's documents. Apart from it, so that a Firestore
 * that does not answer delays what others see and not what is done.
 */
@Component
@Order(2)
final class AccountStatusWriter implements BridgeListener {
    private final AccountRegistry registry;
    private final AccountRepository repository;

    AccountStatusWriter(AccountRegistry registry, AccountRepository repository) {
        this.registry = registry;
        this.repository = repository;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.QrCode qr ->
                registry.find(qr.origin().account())
                        .filter(state -> state.status() == AccountStatus.QR_READY)
                        .ifPresent(state -> repository.saveQr(state, QrPicture.dataUrl(qr.content())));
            case BridgeEvent.ConnectionOpened opened ->
                registry.find(opened.origin().account()).ifPresent(repository::saveStatus);
            case BridgeEvent.ConnectionClosed closed ->
                registry.find(closed.origin().account()).ifPresent(repository::saveStatus);
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }
}
