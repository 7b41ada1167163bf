package dev.connectors.whatsapp.local.whatsapp;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QrCodeTest {
    /** As long as the ones that link a device: a ref and three keys. */
    private static final String TEXT = "2@" + "q".repeat(80) + ",a/+=".repeat(3) + "k".repeat(120);

    @Test
    void readsThePictureInADataUrl() throws Exception {
        var url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture(TEXT)));

        assertThat(QrCode.read(url)).isEqualTo(TEXT);
    }

    @Test
    void refusesAPictureWithoutACode() throws IOException {
        var empty = png(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB));

        assertThatThrownBy(() -> QrCode.read(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The picture shows no QR code");
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> QrCode.read(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no picture");
    }

    @Test
    void refusesAnotherKindOfUrlWithoutShowingItAll() {
        assertThatThrownBy(() -> QrCode.read("data:text/plain,secret that is rather long"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a PNG data URL")
                .hasMessageNotContaining("long");
    }

    private static BufferedImage picture(String text) throws WriterException {
        var matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 320, 320);
        var image = new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (var y = 0; y < matrix.getHeight(); y++) {
            for (var x = 0; x < matrix.getWidth(); x++) {
                image.setRGB(x, y, matrix.get(x, y) ? 0x000000 : 0xFFFFFF);
            }
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
