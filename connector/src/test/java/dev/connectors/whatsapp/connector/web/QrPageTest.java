package dev.connectors.whatsapp.connector.web;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("H8")
class QrPageTest {
    private static final String PICTURE = "data:image/png;base64,AAAA%41+/=";

    @Test
    void thePictureIsPartOfThePage() {
        assertThat(QrPage.withPicture(PICTURE))
                .startsWith("<!doctype html>")
                .contains("<img src=\"" + PICTURE + "\" alt=\"QR to scan with WhatsApp\"")
                .contains("max-width: 100%;");
    }

    @Test
    void withoutAPictureThePageSaysSo() {
        assertThat(QrPage.withoutPicture()).contains("No QR at the moment").doesNotContain("<img");
    }

    @Test
    void nothingIsLoadedFromAnywhereAndNoScriptRuns() {
        assertThat(QrPage.withPicture(PICTURE)).doesNotContain("http:", "https:", "//", "<script", "<link");
        assertThat(QrPage.CONTENT_SECURITY_POLICY)
                .contains("default-src 'none'", "img-src data:", "frame-ancestors 'none'")
                .doesNotContain("script-src");
    }
}
