package io.hfdownloader.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hook.event.Occurrence;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a restart has to know of hooks, in one small file among the program's own state. One thread at a time. */
final class HookJournal {

    private static final Logger LOG = Logger.getLogger(HookJournal.class);

    private final ObjectMapper json;
    private final RootFolder root;
    private final Supplier<Path> place;
    private boolean failing;

    /**
     * The file's content.
     *
     * @param told the commit of each model's update that was told of, by kind and folder of the model
     * @param diskLow whether the disk was told to be low
     * @param pending what hooks are still to be told of, oldest first
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(Map<String, String> told, boolean diskLow, List<Kept> pending) {

        static final Content NONE = new Content(Map.of(), false, List.of());

        Content {
            told = told == null ? Map.of() : new LinkedHashMap<>(told); // the order tells which are the oldest
            pending = pending == null
                    ? List.of()
                    : pending.stream().filter(Kept::isWhole).toList();
        }
    }

    /**
     * One that is pending.
     *
     * @param hook whom it is for
     * @param tries how often it was tried in vain
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(String hook, int tries, Occurrence what) {

        /** Somebody may have edited the file. */
        static boolean isWhole(@Nullable Kept one) {
            return one != null
                    && one.hook != null
                    && one.what != null
                    && one.what.id() != null
                    && one.what.event() != null
                    && one.what.at() != null;
        }
    }

    /** @param place where it is; asked each time, and fails while the models directory is away */
    HookJournal(ObjectMapper json, RootFolder root, Supplier<Path> place) {
        this.json = json;
        this.root = root;
        this.place = place;
    }

    /** Blocks. What cannot be read is nobody's loss but of some messages. */
    Content load() {
        try {
            Path file = place.get();
            if (Files.isRegularFile(file)) {
                Content read = json.readValue(file.toFile(), Content.class);
                return read == null ? Content.NONE : read;
            }
        } catch (IOException | DiskException unreadable) {
            LOG.warnf(
                    "What hooks were still to be told of cannot be read, so it is left out: %s",
                    unreadable.getMessage());
        }
        return Content.NONE;
    }

    /** Blocks. A disk that takes nothing is told once; messages are sent all the same. */
    void save(Content content) {
        try {
            AtomicFile.write(root, place.get(), json.writeValueAsBytes(content));
            failing = false;
        } catch (IOException | DiskException failure) {
            if (!failing) {
                LOG.warnf("A restart would not know what hooks were told of: %s", failure.getMessage());
            }
            failing = true;
        }
    }
}
