package dev.connectors.whatsapp.local.kubelet;

import java.util.Arrays;

/** A file of a volume that the kubelet fills. Two of them are equal when their bytes and permissions are. */
final class FileContent {
    private final byte[] bytes;
    private final int mode;

    /** @param mode the permissions, such as 0644 */
    FileContent(byte[] bytes, int mode) {
        this.bytes = bytes.clone();
        this.mode = mode;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int mode() {
        return mode;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileContent content && mode == content.mode && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + mode;
    }

    @Override
    public String toString() {
        return "%d bytes, mode %o".formatted(bytes.length, mode);
    }
}
