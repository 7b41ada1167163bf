package dev.connectors.whatsapp.connector.bridge;

/**
 * A way around for an account's connection.
 *
 * @param host host name or IP address
 * @param username empty, as the password, for a proxy without credentials
 */
public record Proxy(Protocol protocol, String host, int port, String username, String password) {
    /** What the proxy speaks. */
    public enum Protocol {
        HTTP,
        SOCKS5
    }

    /** Keeps the credentials to itself. */
    @Override
    public String toString() {
        return "Proxy[" + protocol + " " + host + ":" + port + "]";
    }
}
