package dev.connectors.whatsapp.local.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that answers 200 to {@code /NAME} while there is a file of that name in {@code $FILES}, and else 503. */
public final class WebMain {
    private WebMain() {}

    public static void main(String[] args) throws IOException {
        var files = Path.of(System.getenv("FILES"));
        var server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8080), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var file = files.resolve(exchange.getRequestURI().getPath().substring(1));
                var greeted = "hello".equals(exchange.getRequestHeaders().getFirst("X-Greeting"));
                exchange.sendResponseHeaders(Files.exists(file) && greeted ? 200 : 503, -1);
            }
        });
        server.start();
        System.out.println("listens on " + server.getAddress());
    }
}
