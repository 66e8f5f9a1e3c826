package io.hfdownloader.library.bin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the file of an entry.
 *
 * @param entry what it is
 * @param open whether its files are on their way: all that is here of them is to go back to where it was
 */
record EntryFile(BinEntry entry, boolean open) {

    static final String NAME = "entry.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 1 << 20;

    /** Replaces the file; when it returns, a power failure does not bring the old one back. Blocks. */
    void write(RootFolder root, Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        RepoId repo = entry.repo();
        json.put("state", open ? "open" : "kept");
        if (repo != null) {
            json.put("type", repo.type().word()).put("repo", repo.folder());
        }
        json.put("name", entry.name()).put("folder", entry.folder()).put("whole", entry.whole());
        json.put("label", entry.label());
        entry.paths().forEach(json.putArray("paths")::add);
        json.put("files", entry.files()).put("bytes", entry.bytes()).put("commit", entry.commit());
        json.put("revision", entry.revision());
        if (entry.hold() != null) {
            json.put("hold", entry.hold());
        }
        json.put("reason", entry.reason().word()).put("since", entry.since().toString());
        AtomicFile.write(root, folder.resolve(NAME), JSON.writeValueAsBytes(json));
    }

    /** What stands there; empty when it is not there, or is no such file. Blocks. */
    static Optional<EntryFile> read(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve(NAME), LinkOption.NOFOLLOW_LINKS)) {
            JsonNode json = JSON.readTree(in.readNBytes(MAX_BYTES));
            if (json == null || !json.hasNonNull("folder")) {
                return Optional.empty();
            }
            return Optional.of(new EntryFile(
                    entry(String.valueOf(folder.getFileName()), json),
                    !json.path("state").asText().equals("kept")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException unreadable) {
            return Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static BinEntry entry(String id, JsonNode json) {
        List<String> paths = new ArrayList<>();
        json.path("paths").forEach(path -> paths.add(path.asText()));
        return new BinEntry(
                id,
                repo(json),
                json.path("name").asText(),
                json.path("folder").asText(),
                json.path("whole").asBoolean(),
                text(json, "label"),
                paths,
                json.path("files").asLong(),
                json.path("bytes").asLong(),
                text(json, "commit"),
                text(json, "revision"),
                text(json, "hold"),
                BinReason.of(json.path("reason").asText()),
                Instant.parse(json.path("since").asText()));
    }

    private static @Nullable RepoId repo(JsonNode json) {
        return RepoType.of(json.path("type").asText())
                .map(type -> RepoId.ofFolder(type, json.path("repo").asText()))
                .orElse(null);
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isTextual() ? value.asText() : null;
    }
}
