package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the worker and the completion share. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
    @Bean
    OutboxRepository outboxRepository(Firestore firestore, Layout layout, Settings settings, Clock clock) {
        return new OutboxRepository(firestore, layout, settings.workerId(), clock);
    }

    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    Wakeup wakeup() {
        return new Wakeup();
    }

    @Bean
    OutboxFeed outboxFeed(OutboxRepository repository, Wakeup wakeup) {
        return new OutboxFeed(repository, wakeup);
    }
}
