package dev.connectors.whatsapp.connector.firestore;

import com.google.api.gax.grpc.ChannelPoolSettings;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import java.time.Duration;

/** Opens Firestore clients. */
public final class FirestoreClients {
    /**
     * One attempt of a call. Without a bound a frozen server holds an update for a minute and a query for five.
     */
    public static final Duration RPC_TIMEOUT = Duration.ofSeconds(4);

    /** All attempts of a call together. */
    public static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(10);

    /** A channel carries about 100 calls at a time; the client's own default is a single one. */
    private static final ChannelPoolSettings CHANNELS = ChannelPoolSettings.builder()
            .setInitialChannelCount(2)
            .setMinChannelCount(1)
            .setMaxChannelCount(8)
            .build();

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private FirestoreClients() {}

    /** The caller closes it; {@code shutdownNow()} where a listener may still be open. */
    public static Firestore open(FirestoreSettings settings) {
        var options = FirestoreOptions.newBuilder()
                .setProjectId(settings.projectId())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setInitialRetryDelayDuration(Duration.ofMillis(100))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                        .setInitialRpcTimeoutDuration(RPC_TIMEOUT)
                        .setMaxRpcTimeoutDuration(RPC_TIMEOUT)
                        .setTotalTimeoutDuration(TOTAL_TIMEOUT)
                        .build());
        if (settings.emulatorHost().isPresent()) {
            // Credentials of any kind beside an emulator host would send the calls to the real endpoint.
            options.setEmulatorHost(settings.emulatorHost().get());
        } else {
            options.setChannelProvider(FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                    .setChannelPoolSettings(CHANNELS)
                    .setKeepAliveTimeDuration(KEEP_ALIVE)
                    .build());
            settings.credentials().ifPresent(options::setCredentials);
        }
        return options.build().getService();
    }
}
