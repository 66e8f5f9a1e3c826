package io.hfdownloader.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.TokenText;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The file with the token that users gave, which nobody but its owner may read. It is replaced as a whole: whenever the program
 * ends, the old one is there or the new one. All methods block.
 */
final class TokenFile {

    private static final int MAX_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "token";
    private static final String NAME = "name";
    private static final String CHECKED_AT = "checkedAt";

    private final RootFolder root;
    private final Supplier<Path> place;

    /**
     * A token with what the Hub has said of it.
     *
     * @param name of the user whose it is; null when nobody has asked
     * @param checkedAt when the Hub said so; null as well
     */
    record Kept(
            String token, @Nullable String name, @Nullable Instant checkedAt) {

        /** Not the token, wherever this may be written. */
        @Override
        public String toString() {
            return "token of " + name;
        }
    }

    /** @param place where it is; asked each time, and fails while the models directory is away */
    TokenFile(RootFolder root, Supplier<Path> place) {
        this.root = root;
        this.place = place;
    }

    /** Empty where there is none. What a killed server began to write is removed: there is a token in it. */
    Optional<Kept> read() throws IOException {
        Path file = place.get();
        AtomicFile.removeUnfinished(root, file);
        try (FileChannel channel = root.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                throw new IOException("it is too large");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            return Optional.of(kept(JSON.readTree(bytes.array(), 0, bytes.position())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonProcessingException noJson) { // whose words quote the file
            throw new IOException("it is no JSON");
        }
    }

    private static Kept kept(JsonNode json) throws IOException {
        String token = json.path(TOKEN).asText("");
        Optional<String> objection = new TokenText(token, List.of()).objection();
        if (objection.isPresent()) {
            throw new IOException("its token " + objection.get());
        }
        String name = UntrustedText.name(json.path(NAME).asText(""));
        return new Kept(
                token,
                name.isEmpty() ? null : name,
                instant(json.path(CHECKED_AT).asText("")));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** Fails when it cannot be written; what was kept before stands then. */
    void write(Kept kept) throws IOException {
        ObjectNode json = JSON.createObjectNode().put(TOKEN, kept.token()).put(NAME, kept.name());
        json.put(CHECKED_AT, kept.checkedAt() == null ? null : kept.checkedAt().toString());
        AtomicFile.writePrivately(root, place.get(), JSON.writeValueAsBytes(json));
    }

    /** Also lasting through a power failure. */
    void remove() throws IOException {
        Path file = place.get();
        root.delete(file);
        root.force(file.resolveSibling(".").normalize());
    }
}
