package dev.connectors.whatsapp.local.kubelet;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which program stands for which image. An image is named with or without tag and digest: {@code connector:1.2} finds
 * {@code connector:1.2}, else {@code connector}. Immutable.
 */
public final class ContainerCommands {
    private static final ContainerCommands NONE = new ContainerCommands(new TreeMap<>());

    private final SortedMap<String, ContainerCommand> byImage;

    private ContainerCommands(SortedMap<String, ContainerCommand> byImage) {
        this.byImage = byImage;
    }

    public static ContainerCommands none() {
        return NONE;
    }

    /** These and one more; it takes the place of an earlier one for the same image. */
    public ContainerCommands with(String image, ContainerCommand command) {
        var more = new TreeMap<>(byImage);
        more.put(image, command);
        return new ContainerCommands(more);
    }

    Optional<ContainerCommand> find(String image) {
        return Optional.ofNullable(byImage.get(image)).or(() -> Optional.ofNullable(byImage.get(repository(image))));
    }

    /** For the message about an image that is not among them. */
    String known() {
        return byImage.isEmpty() ? "none" : byImage.keySet().stream().collect(Collectors.joining(", "));
    }

    /** The name without digest and tag; a colon before the last slash belongs to a registry's port. */
    private static String repository(String image) {
        var name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        var colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
