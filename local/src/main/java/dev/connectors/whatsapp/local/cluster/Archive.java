package dev.connectors.whatsapp.local.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/** Takes one file out of a release archive. */
final class Archive {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_BYTES = 12;

    private Archive() {}

    /**
     * @param name tells the format: {@code .zip}, or else {@code .tar.gz}
     * @throws IOException also when the archive has no such entry
     */
    static void extract(Path archive, String name, String entry, Path target) throws IOException {
        if (name.endsWith(".zip")) {
            extractFromZip(archive, entry, target);
        } else {
            extractFromTar(archive, entry, target);
        }
    }

    private static void extractFromZip(Path archive, String entry, Path target) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            var found = zip.getEntry(entry);
            if (found == null) {
                throw missing(entry);
            }
            try (var content = zip.getInputStream(found)) {
                Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A header of 512 bytes with name and octal size, then the content, filled up to whole blocks. */
    private static void extractFromTar(Path archive, String entry, Path target) throws IOException {
        try (var tar = new GZIPInputStream(Files.newInputStream(archive))) {
            while (true) {
                var header = tar.readNBytes(BLOCK);
                var name = text(header, 0, NAME_BYTES);
                if (name.isEmpty()) {
                    throw missing(entry);
                }
                var size = Long.parseLong(text(header, SIZE_OFFSET, SIZE_BYTES).strip(), 8);
                if (name.equals(entry)) {
                    copy(tar, size, target);
                    return;
                }
                tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            }
        }
    }

    private static String text(byte[] header, int offset, int length) {
        if (header.length < BLOCK) {
            return "";
        }
        var text = new String(header, offset, length, StandardCharsets.US_ASCII);
        var end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static void copy(InputStream tar, long size, Path target) throws IOException {
        try (var file = Files.newOutputStream(target)) {
            var buffer = new byte[64 * 1024];
            for (var left = size; left > 0; ) {
                var read = tar.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("the archive ends too early");
                }
                file.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private static IOException missing(String entry) {
        return new IOException("the archive holds no " + entry);
    }
}
