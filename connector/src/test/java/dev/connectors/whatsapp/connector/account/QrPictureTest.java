package dev.connectors.whatsapp.connector.account;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("H6")
class QrPictureTest {
    private static final String PREFIX = "data:image/png;base64,";
    /** As long as WhatsApp's: a reference and three keys. */
    private static final String CONTENT =
            "2@" + "Ab1+/cD".repeat(12) + "==," + "k".repeat(43) + "=," + "i".repeat(43) + "=," + "a".repeat(43) + "=";

    @Test
    void aPhoneReadsFromThePictureWhatWhatsAppGave() throws Exception {
        var image = decode(QrPicture.dataUrl(CONTENT));

        var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        var read = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)));

        assertThat(read.getText()).isEqualTo(CONTENT);
    }

    @Test
    void thePictureFitsThePage() throws IOException {
        var image = decode(QrPicture.dataUrl(CONTENT));

        assertThat(image.getWidth()).isEqualTo(360);
        assertThat(image.getHeight()).isEqualTo(360);
    }

    @Test
    void theWhiteAroundItIsAsWideAsTheStandardAsks() throws IOException {
        var image = decode(QrPicture.dataUrl(CONTENT));

        var edge = 0;
        while (!isBlack(image, edge, edge)) {
            edge++;
        }
        var finder = 0;
        while (isBlack(image, edge + finder, edge)) {
            finder++;
        }

        var module = finder / 7;
        assertThat(module).isPositive();
        assertThat(edge).isGreaterThanOrEqualTo(4 * module);
    }

    @Test
    void theSameContentIsTheSamePicture() {
        assertThat(QrPicture.dataUrl(CONTENT)).isEqualTo(QrPicture.dataUrl(CONTENT));
        assertThat(QrPicture.dataUrl(CONTENT)).isNotEqualTo(QrPicture.dataUrl("2@x" + CONTENT.substring(3)));
    }

    @Test
    void whatFitsIntoNoQrIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> QrPicture.dataUrl("x".repeat(3_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this does not fit into a QR: 3000 characters");
    }

    private static boolean isBlack(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) == 0xFF000000;
    }

    private static BufferedImage decode(String dataUrl) throws IOException {
        assertThat(dataUrl).startsWith(PREFIX);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(dataUrl.substring(PREFIX.length()))));
    }
}
