package io.hfdownloader.view;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.library.ModelLibrary;
import org.jboss.logging.Logger;

/** The views on the disk: one JSON file each among the program's own state, replaced as a whole. All methods block. */
final class ViewStore {

    private static final Logger LOG = Logger.getLogger(ViewStore.class);

    private final ObjectMapper json;
    private final ModelLibrary library;

    ViewStore(ObjectMapper json, ModelLibrary library) {
        this.json = json;
        this.library = library;
    }

    /** All that can be read; one that cannot stays where it is and is told of. */
    List<ViewRecord> all() throws IOException {
        List<ViewRecord> records = new ArrayList<>();
        if (!Files.isDirectory(folder())) {
            return records;
        }
        AtomicFile.removeAbandonedIn(library.layout().rootFolder(), folder());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), "*.json")) {
            for (Path file : files) {
                try {
                    records.add(json.readValue(file.toFile(), ViewRecord.class));
                } catch (IOException | RuntimeException unreadable) {
                    LOG.warnf("The view in %s cannot be read and is left as it is: %s", file, unreadable.getMessage());
                }
            }
        }
        return records;
    }

    ViewRecord read(UUID id) throws IOException {
        return json.readValue(file(id).toFile(), ViewRecord.class);
    }

    void save(ViewRecord record) throws IOException {
        library.layout().makeFolder(folder());
        AtomicFile.write(library.layout().rootFolder(), file(record.id()), out -> json.writeValue(out, record));
    }

    void remove(UUID id) throws IOException {
        library.layout().rootFolder().delete(file(id));
    }

    private Path file(UUID id) {
        return folder().resolve(id + ".json");
    }

    /** Fails while the models directory is away. */
    Path folder() {
        return library.layout().stateFolder().resolve("views");
    }
}
