package io.hfdownloader.library.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.library.layout.RepoLayout;
import org.jboss.logging.Logger;

/** The {@link RememberedRoot} of each name, kept in the models directory. Any thread; methods that write block. */
public final class RememberedRoots {

    private static final Logger LOG = Logger.getLogger(RememberedRoots.class);
    private static final String FILE = "roots.json";
    private static final long MAX_BYTES = 256L << 20;
    private static final TypeReference<TreeMap<String, RememberedRoot>> TYPE = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final RepoLayout main;
    private final Map<String, RememberedRoot> roots = new TreeMap<>();

    /**
     * Reads what is kept. Blocks.
     *
     * @param main layout of the models directory
     */
    public RememberedRoots(RepoLayout main) {
        this.main = main;
        Path file = file();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (Files.size(file) <= MAX_BYTES) {
                roots.putAll(json.readValue(file.toFile(), TYPE));
                roots.values().removeIf(root -> root == null || root.id() == null);
                return;
            }
            LOG.warnf("%s is too large and is not read", file);
        } catch (IOException | RuntimeException unreadable) {
            LOG.warnf(
                    "%s cannot be read, so that an empty mount point of a further directory would be taken for a new one: %s",
                    file, unreadable.getMessage());
        }
    }

    /** What is known of one; empty where it was never there. */
    public synchronized Optional<RememberedRoot> of(String name) {
        return Optional.ofNullable(roots.get(name));
    }

    /** Keeps it in place of what was known, if it is another. */
    public synchronized void keep(String name, RememberedRoot now) throws IOException {
        if (now.equals(roots.get(name))) {
            return;
        }
        Map<String, RememberedRoot> all = new TreeMap<>(roots);
        all.put(name, now);
        AtomicFile.write(main.rootFolder(), file(), json.writeValueAsBytes(all));
        roots.put(name, now);
    }

    private Path file() {
        return main.stateFolder().resolve(FILE);
    }
}
