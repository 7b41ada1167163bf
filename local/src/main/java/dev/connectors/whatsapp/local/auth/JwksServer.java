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

    private JwksServer(HttpServer server, JWKSet keys) {
        this.server = server;
        var body = keys.toString(true).getBytes(UTF_8);
        server.setExecutor(executor);
        server.createContext(PATH, exchange -> {
            try (exchange) {
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

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
