package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is made from settings. */
@Configuration(proxyBeanMethods = false)
class InboundConfiguration {
    @Bean
    InboundRecorder inboundRecorder(Firestore firestore, Layout layout, Settings settings, Clock clock) {
        return new InboundRecorder(firestore, layout, settings.dedupeFor(), clock);
    }
}
