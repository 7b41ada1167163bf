package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.Proxy;

/**
 * Through which proxy an account connects.
 *
 * @param credentials whether it wants some: {@link Proxies} knows where they are
 */
record ProxySetting(Proxy.Protocol protocol, String host, int port, boolean credentials) {
    private static final int MAX_PORT = 65_535;

    ProxySetting {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a proxy must have a host");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a proxy's port must be 1 to 65535, not " + port);
        }
    }
}
