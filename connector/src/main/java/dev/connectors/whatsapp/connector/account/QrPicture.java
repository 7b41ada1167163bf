package dev.connectors.whatsapp.connector.account;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws a QR. */
final class QrPicture {
    /** Pixels a side: about 5 for each module of a pairing QR, which a phone reads from a screen. */
    private static final int SIZE = 360;
    /** Modules of white around it; the standard asks for 4. */
    private static final int QUIET_ZONE = 4;

    private static final int BLACK = 0xFF000000;
    private static final int WHITE = 0xFFFFFFFF;

    private QrPicture() {}

    /** A PNG as data URL. */
    static String dataUrl(String content) {
        try {
            var matrix = new QRCodeWriter()
                    .encode(content, BarcodeFormat.QR_CODE, SIZE, SIZE, Map.of(EncodeHintType.MARGIN, QUIET_ZONE));
            var image = new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
            for (var y = 0; y < matrix.getHeight(); y++) {
                for (var x = 0; x < matrix.getWidth(); x++) {
                    image.setRGB(x, y, matrix.get(x, y) ? BLACK : WHITE);
                }
            }
            var png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (WriterException e) {
            throw new IllegalArgumentException("this does not fit into a QR: " + content.length() + " characters", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot fail", e);
        }
    }
}
