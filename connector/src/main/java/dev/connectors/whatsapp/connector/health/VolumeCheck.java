package dev.connectors.whatsapp.connector.health;

import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.config.SessionsFolder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether the sessions' volume can be written: tried here, and as the bridge has found it. Both look, because a volume that is
 * nearly full has room for a small file and none for what the bridge has to write.
 */
@Component
final class VolumeCheck {
    private static final Logger log = LoggerFactory.getLogger(VolumeCheck.class);

    private final SessionsFolder folder;
    private final BridgeLease bridge;
    private final AtomicBoolean wasWritable = new AtomicBoolean(true);

    VolumeCheck(SessionsFolder folder, BridgeLease bridge) {
        this.folder = folder;
        this.bridge = bridge;
    }

    /** What keeps it from being written, each with the path, the setting and what to do; nothing when it can be. */
    List<String> problems() {
        var problems = Stream.concat(
                        folder.problem().map(it -> it.setting() + " is " + it.value() + ": " + it.remedy()).stream(),
                        bridge.volumeProblem().stream())
                .toList();
        if (wasWritable.getAndSet(problems.isEmpty()) != problems.isEmpty()) {
            tell(problems);
        }
        return problems;
    }

    private static void tell(List<String> problems) {
        if (problems.isEmpty()) {
            log.atInfo().log("the sessions' volume can be written again");
        } else {
            log.atError().addKeyValue("problems", problems).log("the sessions' volume cannot be written");
        }
    }
}
