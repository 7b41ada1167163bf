package dev.connectors.whatsapp.connector.web;

/**
 * The page that shows an account's QR, for client applications that show it as it is; the connector's own page follows the
 * QR by itself. It cannot ask again, because whoever shows it sends the token in a header and a browser alone sends none.
 */
final class QrPage {
    /** The picture is part of the page; nothing is loaded from anywhere, and no script runs. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

    private QrPage() {}

    static String withPicture(String dataUrl) {
        return page("""
                <h1>Scan to link this account</h1>
                <img src="%s" alt="QR to scan with WhatsApp" width="360" height="360">
                <p>On the phone: WhatsApp → Linked devices → Link a device. There is a new QR every 20 seconds.</p>""".formatted(dataUrl));
    }

    static String withoutPicture() {
        return page("""
                <h1>No QR at the moment</h1>
                <p>The account is linked already, or WhatsApp has not given a QR yet.</p>""");
    }

    private static String page(String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Link a WhatsApp account</title>
                <style>
                  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
                  body { max-width: 26rem; margin: 3rem auto; padding: 0 1rem; text-align: center; }
                  h1 { font-size: 1.3rem; }
                  img { background: #fff; border-radius: 0.75rem; max-width: 100%%; height: auto; }
                </style>
                </head>
                <body>
                %s
                </body>
                </html>
                """.formatted(body);
    }
}
