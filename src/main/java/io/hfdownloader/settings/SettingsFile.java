package io.hfdownloader.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The file that keeps what users change while the server runs. What stands in it is known from memory. */
final class SettingsFile {

    private static final Logger LOG = Logger.getLogger(SettingsFile.class);

    private final ObjectMapper json;
    private final RootFolder root;
    private final Supplier<Path> place;
    private volatile Content content = new Content(null, null, null);
    private volatile Machines machines = Machines.NONE;

    /**
     * What the file holds; null for what nobody has changed.
     *
     * @param bandwidthLimitEnabled false for a limit that is remembered and not in force; as JSON as well
     * @param machines as JSON, so that one mistake in it does not cost the other settings
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(
            @Nullable String bandwidthLimit,
            @Nullable JsonNode bandwidthLimitEnabled,
            @Nullable JsonNode machines) {}

    /** @param place where it is; asked each time, and fails while the models directory is away */
    SettingsFile(ObjectMapper json, RootFolder root, Supplier<Path> place) {
        this.root = root;
        this.json = json;
        this.place = place;
    }

    @Nullable
    String bandwidthLimit() {
        return content.bandwidthLimit();
    }

    /** Also where nobody has said it: earlier versions had no switch. */
    boolean isBandwidthLimitEnabled() {
        JsonNode enabled = content.bandwidthLimitEnabled();
        return enabled == null || enabled.asBoolean(true);
    }

    Machines machines() {
        return machines;
    }

    /** Blocks. */
    synchronized void load() {
        Path file = place.get();
        try {
            if (Files.isRegularFile(file)) {
                Content read = json.readValue(file.toFile(), Content.class);
                if (read != null) {
                    content = read;
                    loadMachines(read.machines());
                }
            }
        } catch (IOException unreadable) {
            setAside(file, unreadable);
        }
    }

    /** The next change would be written over it, and one slip in a file edited by hand is no reason to lose the rest. */
    private void setAside(Path file, IOException unreadable) {
        Path aside = file.resolveSibling(file.getFileName() + ".bad");
        LOG.warnf(
                "The settings in %s cannot be read and are set aside as %s: %s",
                file, aside.getFileName(), unreadable.getMessage());
        try {
            root.move(file, aside);
        } catch (IOException stays) {
            LOG.warnf("They could not be set aside: %s", stays.getMessage());
        }
    }

    /** Blocks. Fails when it cannot be written; what was kept before stands then. */
    void saveBandwidthLimit(BandwidthSetting setting) throws IOException {
        save(before -> new Content(setting.limit(), BooleanNode.valueOf(setting.enabled()), before.machines()));
    }

    /** Blocks. Fails when it cannot be written; what was kept before stands then. */
    synchronized void saveMachines(Machines next) throws IOException {
        save(before -> new Content(before.bandwidthLimit(), before.bandwidthLimitEnabled(), json.valueToTree(next)));
        machines = next;
    }

    private synchronized void save(UnaryOperator<Content> change) throws IOException {
        Content next = change.apply(content);
        AtomicFile.write(root, place.get(), json.writeValueAsBytes(next));
        content = next;
    }

    private void loadMachines(@Nullable JsonNode node) {
        try {
            Machines read = node == null ? null : json.treeToValue(node, Machines.class);
            if (read != null) {
                machines = read;
            }
        } catch (IOException unreadable) {
            LOG.warnf("The machines in %s cannot be read and are left alone: %s", place.get(), unreadable.getMessage());
        }
    }
}
