package dev.connectors.whatsapp.operator.fakeapi;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One watch of a collection, from a version on. */
final class WatchStream extends WebSocketListener {
    private static final int GOING_AWAY = 1001;

    private final ObjectStore store;
    private final ApiRequest request;
    private final Optional<Fault> fault;
    private final Consumer<WatchStream> ended;
    private @Nullable WebSocket socket;
    private Runnable stopFollowing = () -> {};

    WatchStream(ObjectStore store, ApiRequest request, Optional<Fault> fault, Consumer<WatchStream> ended) {
        this.store = store;
        this.request = request;
        this.fault = fault;
        this.ended = ended;
    }

    @Override
    public synchronized void onOpen(WebSocket opened, Response response) {
        socket = opened;
        switch (fault.orElse(null)) {
            case Fault.Expired expired -> send("ERROR", new Refusal(Refusal.GONE, "too old resource version").status());
            case Fault.Dropped dropped -> drop();
            case null, default -> follow();
        }
    }

    private void follow() {
        var selection = new Selection(request.query());
        var after = Long.parseLong(request.query().getOrDefault("resourceVersion", "0"));
        stopFollowing = store.follow(request.path().collection(), after, event -> {
            if (selection.test(event.object())) {
                send(event.type(), event.object().toString());
            }
        });
    }

    private void send(String type, String object) {
        if (socket != null) {
            socket.send("{\"type\":\"" + type + "\",\"object\":" + object + "}");
        }
    }

    /** Ends it, as a server does that goes away. */
    synchronized void drop() {
        stopFollowing.run();
        if (socket != null) {
            socket.close(GOING_AWAY, "the server goes away");
        }
    }

    @Override
    public synchronized void onClosed(WebSocket closed, int code, String reason) {
        stopFollowing.run();
        ended.accept(this);
    }
}
