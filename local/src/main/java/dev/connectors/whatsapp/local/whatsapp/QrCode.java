package dev.connectors.whatsapp.local.whatsapp;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** Reads QR codes the way a phone's camera does: from the picture, not from the text behind it. */
public final class QrCode {
    private static final String PNG_DATA_URL = "data:image/png;base64,";

    private QrCode() {}

    /**
     * The text in a picture.
     *
     * @param dataUrl {@code data:image/png;base64,…}
     * @throws IllegalArgumentException when it is no such URL, no PNG, or shows no QR code
     */
    public static String read(String dataUrl) {
        if (!dataUrl.startsWith(PNG_DATA_URL)) {
            throw new IllegalArgumentException("Not a PNG data URL: it begins with \"%s\""
                    .formatted(dataUrl.substring(0, Math.min(dataUrl.length(), PNG_DATA_URL.length()))));
        }
        return read(Base64.getDecoder().decode(dataUrl.substring(PNG_DATA_URL.length())));
    }

    /**
     * The text in a picture.
     *
     * @param png the bytes of the picture
     * @throws IllegalArgumentException when it is no picture or shows no QR code
     */
    public static String read(byte[] png) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(png));
            if (image == null) {
                throw new IllegalArgumentException("%d bytes that are no picture".formatted(png.length));
            }
            var width = image.getWidth();
            var height = image.getHeight();
            var pixels = image.getRGB(0, 0, width, height, null, 0, width);
            var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
            // A drawn picture, not a photograph: searching it for a tilted code now and then finds none.
            return new QRCodeReader()
                    .decode(bitmap, Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        } catch (NotFoundException e) {
            throw new IllegalArgumentException("The picture shows no QR code", e);
        } catch (ReaderException e) {
            throw new IllegalArgumentException("The QR code in the picture cannot be read", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The picture is damaged", e);
        }
    }
}
