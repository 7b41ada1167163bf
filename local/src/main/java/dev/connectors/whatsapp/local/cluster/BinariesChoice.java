package dev.connectors.whatsapp.local.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which folder the binaries are taken from.
 *
 * @param folder holds them all, but for the missing ones, which have to be put there first
 * @param missing empty when the folder is complete
 * @param notice why a folder that the user named was passed over
 */
record BinariesChoice(Path folder, List<Component> missing, Optional<String> notice) {
    BinariesChoice {
        missing = List.copyOf(missing);
    }
}
