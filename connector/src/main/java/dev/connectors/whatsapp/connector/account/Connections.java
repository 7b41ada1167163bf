package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs the accounts' connections: asks {@link Supervision} what follows from each happening, notes it in the registry, and
 * has its effects carried out, each account's in their order.
 */
@Component
public final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final AccountRegistry registry;
    private final Supervision supervision;
    private final ConnectionEffects effects;
    private final Errands errands = new Errands();
    private final Turnstile turnstile = new Turnstile(Turnstile.HELD_FOR_AT_MOST);

    private volatile boolean stopping;

    Connections(AccountRegistry registry, ConnectionEffects effects, Settings settings) {
        this.registry = registry;
        this.supervision = new Supervision(settings.connections().maxAttempts());
        this.effects = effects;
    }

    /** None is opened or closed from here on. */
    void stop() {
        stopping = true;
    }

    /**
     * Ends the account's connection and opens the next at once, so that WhatsApp says what it holds back for it. From this
     * call on the account cannot send until all of that is heard. Does nothing where it cannot send in any case.
     */
    public void renewWhereItSends(AccountId id, String why) {
        if (registry.find(id).filter(AccountState::canSend).isPresent()) {
            happen(id, new Happening.Renewal(why));
        }
    }

    /** What happens to an account that is not (any longer) in the registry has no consequences. */
    void happen(AccountId id, Happening happening) {
        registry.update(id, state -> {
            var step = supervision.after(state, happening);
            tell(state, step.state());
            step.effects().forEach(effect -> carryOut(id, effect));
            return step.state();
        });
    }

    private void carryOut(AccountId id, Effect effect) {
        switch (effect) {
            case Effect.Take take -> answer(id, () -> effects.take(id, take.look()));
            case Effect.Connect connect -> add(id, () -> connect(connect.account()));
            case Effect.Close close -> answer(id, () -> effects.close(id));
            case Effect.LogOut logOut -> add(id, () -> effects.logOut(id));
            case Effect.Wake wake -> after(wake.after(), () -> happen(id, new Happening.Woken(wake.ticket())));
        }
    }

    private void connect(Account account) {
        var id = account.id();
        turnstile.pass(
                () -> {
                    // It may have been paused, say, while it waited.
                    if (isToConnect(id)) {
                        happen(id, effects.connect(account));
                    }
                },
                () -> isToConnect(id));
    }

    private boolean isToConnect(AccountId id) {
        return !stopping
                && registry.find(id)
                        .filter(state -> state.phase() instanceof Phase.Connecting)
                        .isPresent();
    }

    private void answer(AccountId id, Supplier<Happening> effect) {
        add(id, () -> happen(id, effect.get()));
    }

    private void add(AccountId id, Runnable errand) {
        errands.add(id, () -> {
            if (!stopping) {
                errand.run();
            }
        });
    }

    private static void after(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    /** Closes the connection of an account that is no longer listed: another connector may have it from then on. */
    void giveUp(AccountId id) {
        add(id, () -> {
            effects.close(id);
            effects.release(id);
        });
    }

    private static void tell(AccountState before, AccountState after) {
        if (after.phase().equals(before.phase())) {
            return;
        }
        var line = switch (after.phase()) {
            case Phase.Halted halted -> log.atError();
            case Phase.Renewing renewing -> log.atWarn();
            case Phase.Draining draining -> log.atInfo();
            // As often as an attempt is made; what is new of them is said with the close.
            case Phase.Explained waits when !waits.reason().equals(before.reason()) -> log.atInfo();
            case Phase other -> log.atDebug();
        };
        line.addKeyValue("accountId", after.account().id())
                .addKeyValue("phase", after.phase().getClass().getSimpleName())
                .addKeyValue("reason", after.reason().orElse(""))
                .log("account " + after.status().field());
    }
}
