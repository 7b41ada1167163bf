package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Precondition;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Moves an outgoing message forward when its recipient has got or read it; a late or repeated receipt changes nothing. */
@Component
@Order(5)
final class ReceiptRecorder implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(ReceiptRecorder.class);

    private final Layout layout;
    private final Clock clock;

    ReceiptRecorder(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.Receipt receipt -> record(receipt);
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.QrCode q -> {}
            case BridgeEvent.ConnectionOpened o -> {}
            case BridgeEvent.ConnectionClosed c -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }

    private void record(BridgeEvent.Receipt receipt) {
        while (true) {
            var document =
                    Calls.await(layout.message(receipt.thread(), receipt.key()).get());
            var present = Optional.ofNullable(
                            document.exists() ? document.getString(layout.data().deliveryField()) : null)
                    .flatMap(Delivery::fromField);
            var version = Optional.ofNullable(document.getUpdateTime());
            if (present.isEmpty() || version.isEmpty() || !present.get().advancesTo(receipt.delivery())) {
                return;
            }
            try {
                var fields = MessageFields.delivery(layout.data(), receipt.delivery(), clock.instant());
                Calls.await(document.getReference().update(fields, Precondition.updatedAt(version.get())));
                return;
            } catch (WriteConflictException changedMeanwhile) {
                log.atDebug().addKeyValue("waMessageId", receipt.key().id()).log("read again: the message changed");
            }
        }
    }
}
