package dev.connectors.whatsapp.local.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Serves a set of public keys on a free port of 127.0.0.1. */
final class JwksServer implements AutoCloseable {
    private static final String PATH = "/jwks.json";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile JWKSet keys;
    private volatile boolean down;

    private JwksServer(HttpServer server, JWKSet keys) {
        this.server = server;
        this.keys = keys;
        server.setExecutor(executor);
        server.createContext(PATH, exchange -> {
            try (exchange) {
                if (down) {
                    exchange.sendResponseHeaders(503, -1);
                    return;
                }
                var body = this.keys.toString(true).getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    static JwksServer start(JWKSet keys) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new JwksServer(HttpServer.create(address, 0), keys);
        } catch (IOException e) {
            throw new UncheckedIOException("The key server cannot listen on 127.0.0.1", e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** Serves these from now on, and no others. */
    void publish(JWKSet others) {
        keys = others;
    }

    /** Answers with 503 from now on, or with keys again. */
    void setDown(boolean isDown) {
        down = isDown;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
