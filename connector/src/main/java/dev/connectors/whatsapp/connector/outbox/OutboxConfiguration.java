package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the worker and the completion share. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
    @Bean
    OutboxRepository outboxRepository(
            Firestore firestore, Layout layout, Settings settings, Holdings holdings, Clock clock) {
        return new OutboxRepository(
                firestore,
                layout,
                settings.workerId(),
                holdings,
                settings.outbox().keepSent(),
                clock);
    }

    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    ThreadProgress threadProgress() {
        return new ThreadProgress();
    }

    @Bean
    Conversations conversations(OutboxRepository repository) {
        return new Conversations(repository);
    }

    @Bean
    FailurePolicy failurePolicy() {
        return new FailurePolicy(RandomGenerator.getDefault());
    }

    @Bean
    SendPace sendPace(Backlogs backlogs) {
        return new SendPace(backlogs::perMinute);
    }

    @Bean
    Traffic traffic() {
        return new Traffic();
    }

    @Bean
    Backlogs backlogs(Layout layout, AccountRegistry here, AccountRepository accounts, Settings settings) {
        return new Backlogs(
                new OutboxQueries(layout), here, accounts, settings.outbox().messagesPerMinute());
    }

    @Bean
    QueueLimit queueLimit(Backlogs backlogs, Clock clock) {
        return new QueueLimit(backlogs::perMinute, backlogs::look, clock);
    }

    @Bean
    NextMessages nextMessages(
            OutboxRepository repository,
            OutboxFeed feed,
            InFlight inFlight,
            ThreadProgress progress,
            SendPace pace,
            Conversations conversations,
            AccountRegistry accounts) {
        return new NextMessages(repository, feed, inFlight, progress, pace, conversations, accounts);
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
