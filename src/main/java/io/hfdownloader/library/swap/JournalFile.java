package io.hfdownloader.library.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/** A {@link SwapJournal} on the disk: one small JSON file, whole or not there. Read and written in a stream; blocks throughout. */
final class JournalFile {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FORMAT = 1;
    private static final int MAX_ENTRIES = 1_000_000;

    /** A blob id takes no part in a swap. */
    private static final String NO_BLOB = "0".repeat(40);

    private JournalFile() {}

    /** When it returns, a power failure does not take it back. */
    static void write(RootFolder root, Path target, SwapJournal journal) throws IOException {
        AtomicFile.write(root, target, out -> write(out, journal));
    }

    /** Empty when it is not there. */
    static Optional<SwapJournal> read(Path source) throws IOException {
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
                // of bytes it would refuse names with halves of pairs
                JsonParser json = JSON.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            return Optional.of(new Reader(json).read());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            throw new IOException("Not a journal of a swap", malformed);
        }
    }

    private static void write(OutputStream out, SwapJournal journal) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("type", journal.folder().type().word());
            json.writeStringField("folder", journal.folder().folder());
            if (journal.from() != null) {
                json.writeStringField("from", journal.from());
            }
            json.writeStringField("commit", journal.commit());
            writeFiles(json, "arriving", journal.arriving());
            writeFiles(json, "staying", journal.staying());
            writeTexts(json, "renamed", journal.renamed());
            writeTexts(json, "leaving", journal.leaving());
            if (journal.trees() != null) {
                writeTexts(json, "trees", journal.trees());
            }
            json.writeEndObject();
        }
    }

    private static void writeFiles(JsonGenerator json, String name, List<RepoFile> files) throws IOException {
        json.writeArrayFieldStart(name);
        for (RepoFile file : files) {
            json.writeStartArray();
            json.writeString(file.path());
            json.writeString(file.etag());
            json.writeNumber(file.sizeBytes());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void writeTexts(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static final class Reader {

        private final JsonParser json;
        private int format;
        private @Nullable String type;
        private @Nullable String folder;
        private @Nullable String from;
        private @Nullable String commit;
        private List<RepoFile> arriving = List.of();
        private List<RepoFile> staying = List.of();
        private List<String> renamed = List.of();
        private List<String> leaving = List.of();
        private @Nullable Set<String> trees;
        private int entries;

        Reader(JsonParser json) {
            this.json = json;
        }

        SwapJournal read() throws IOException {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "format" -> format = json.getValueAsInt();
                    case "type" -> type = json.getValueAsString();
                    case "folder" -> folder = json.getValueAsString();
                    case "from" -> from = json.getValueAsString();
                    case "commit" -> commit = json.getValueAsString();
                    case "arriving" -> arriving = files();
                    case "staying" -> staying = files();
                    case "renamed" -> renamed = texts();
                    case "leaving" -> leaving = texts();
                    case "trees" -> trees = new HashSet<>(texts());
                    default -> json.skipChildren();
                }
            }
            expect(format == FORMAT && json.currentToken() == JsonToken.END_OBJECT);
            RepoType kind = RepoType.of(present(type)).orElseThrow(() -> new IOException("Not a type of repo"));
            return new SwapJournal(
                    RepoId.ofFolder(kind, present(folder)),
                    from,
                    present(commit),
                    arriving,
                    staying,
                    renamed,
                    leaving,
                    trees);
        }

        private List<RepoFile> files() throws IOException {
            List<RepoFile> files = new ArrayList<>();
            expect(json.currentToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                expect(++entries <= MAX_ENTRIES);
                String path = present(json.nextTextValue());
                String etag = present(json.nextTextValue());
                files.add(new RepoFile(path, json.nextLongValue(-1), etag, NO_BLOB, null));
                expect(json.nextToken() == JsonToken.END_ARRAY);
            }
            expect(json.currentToken() == JsonToken.END_ARRAY);
            return files;
        }

        private List<String> texts() throws IOException {
            List<String> texts = new ArrayList<>();
            expect(json.currentToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                expect(++entries <= MAX_ENTRIES);
                texts.add(json.getText());
            }
            expect(json.currentToken() == JsonToken.END_ARRAY);
            return texts;
        }

        private static String present(@Nullable String text) throws IOException {
            expect(text != null);
            return String.valueOf(text);
        }

        private static void expect(boolean condition) throws IOException {
            if (!condition) {
                throw new IOException("Not a journal of a swap");
            }
        }
    }
}
