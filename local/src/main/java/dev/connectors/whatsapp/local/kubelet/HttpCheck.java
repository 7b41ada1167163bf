package dev.connectors.whatsapp.local.kubelet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One GET on a connection of its own, of which only the status counts. Not {@link HttpClient}, which keeps connections
 * and refuses a {@code Host} header, a usual thing in probes.
 */
final class HttpCheck {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final SSLContext TRUSTS_ALL = trustsAll();

    private HttpCheck() {}

    /**
     * @param headers go before the usual ones
     * @throws IOException when there is no answer in time, or none of HTTP
     */
    static int status(InetSocketAddress target, boolean tls, String path, Map<String, String> headers, Duration timeout)
            throws IOException {
        var millis = Math.max(1, Math.toIntExact(timeout.toMillis()));
        try (var plain = new Socket()) {
            plain.connect(target, millis);
            plain.setSoTimeout(millis);
            try (var socket = tls ? secured(plain, target) : plain) {
                socket.getOutputStream().write(request(target, path, headers).getBytes(StandardCharsets.UTF_8));
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                return status(answer.readLine());
            }
        }
    }

    private static Socket secured(Socket plain, InetSocketAddress target) throws IOException {
        return TRUSTS_ALL.getSocketFactory().createSocket(plain, target.getHostString(), target.getPort(), true);
    }

    private static String request(InetSocketAddress target, String path, Map<String, String> headers) {
        var request = new StringBuilder("GET %s HTTP/1.1\r\n".formatted(path));
        headers.forEach((name, value) -> request.append("%s: %s\r\n".formatted(name, value)));
        addUnlessGiven(request, headers, "Host", "%s:%d".formatted(target.getHostString(), target.getPort()));
        addUnlessGiven(request, headers, "User-Agent", "kube-probe/1.36");
        addUnlessGiven(request, headers, "Accept", "*/*");
        return request.append("Connection: close\r\n\r\n").toString();
    }

    private static void addUnlessGiven(StringBuilder request, Map<String, String> headers, String name, String value) {
        if (headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            request.append("%s: %s\r\n".formatted(name, value));
        }
    }

    private static int status(String line) throws IOException {
        var matcher = STATUS.matcher(line == null ? "" : line);
        if (!matcher.matches()) {
            throw new IOException("malformed HTTP response");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** A kubelet verifies no certificate in a probe. */
    private static SSLContext trustsAll() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }

    /** Extended, because only then no host name is compared either. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
