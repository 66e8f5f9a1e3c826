package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import org.jboss.logging.Logger;

/**
 * Records among the program's own state: one JSON file each, named by its id and replaced as a whole, in a folder of their own. All
 * methods block, and fail while the models directory is away.
 *
 * @param <T> type of the records, which Jackson can read and write
 */
public final class StateRecords<T> {

    private static final Logger LOG = Logger.getLogger(StateRecords.class);
    private static final int MAX_RECORDS = 100_000;

    private final RepoLayout layout;
    private final String name;
    private final ObjectMapper json;
    private final Class<T> type;
    private final Consumer<T> check;

    /**
     * @param name of the folder, within that of all state
     * @param check throws an {@link IllegalArgumentException} for a record that was edited by hand and is not sound
     */
    public StateRecords(RepoLayout layout, String name, ObjectMapper json, Class<T> type, Consumer<T> check) {
        this.layout = layout;
        this.name = name;
        this.json = json;
        this.type = type;
        this.check = check;
    }

    /** Where they are. */
    public Path folder() {
        return layout.stateFolder().resolve(name);
    }

    /**
     * All that can be read, in no order; one that cannot is set aside beside the others and named in the log. The folder is made if it is
     * missing.
     */
    public List<T> readAll() throws IOException {
        List<T> records = new ArrayList<>();
        Path folder = folder();
        layout.makeFolder(folder);
        AtomicFile.removeAbandonedIn(layout.rootFolder(), folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                if (records.size() < MAX_RECORDS) {
                    readInto(records, file);
                }
            }
        }
        return records;
    }

    private void readInto(List<T> records, Path file) throws IOException {
        try {
            records.add(read(file));
        } catch (IOException | RuntimeException unreadable) {
            LOG.warnf("%s cannot be read and is set aside: %s", file, unreadable.getMessage());
            layout.rootFolder().move(file, file.resolveSibling(file.getFileName() + ".bad"));
        }
    }

    /** One of them. */
    public T read(UUID id) throws IOException {
        return read(file(id));
    }

    private T read(Path file) throws IOException {
        T record = json.readValue(file.toFile(), type);
        check.accept(record);
        return record;
    }

    /** Writes one in place of what was there: a crash leaves the one or the other. The folder is made if it is missing. */
    public void write(UUID id, T record) throws IOException {
        layout.makeFolder(folder());
        AtomicFile.write(layout.rootFolder(), file(id), json.writeValueAsBytes(record));
    }

    /** Removes one, if it is there. */
    public void delete(UUID id) throws IOException {
        layout.rootFolder().delete(file(id));
    }

    private Path file(UUID id) {
        return folder().resolve(id + ".json");
    }
}
