package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import org.jspecify.annotations.Nullable;

/** The tree of a repo at one commit, kept on disk as the Python client does. Read and written in a stream. */
public final class TreeFile {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern XET_HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_FILES = 1_000_000;
    private static final int MAX_OVERLONG = 1_000;
    private static final String OVERLONG = "overlong";

    private TreeFile() {}

    /** Writes all of it or nothing. Blocks. */
    public static void write(RootFolder root, Path target, RepoTree tree) throws IOException {
        AtomicFile.write(root, target, out -> write(out, tree));
    }

    /** The tree in this file; empty when there is none or any part of it is not as it must be. Blocks. */
    public static Optional<RepoTree> read(Path source, RepoId repo, String commit) {
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
                // of bytes it would refuse names with halves of pairs
                JsonParser json = JSON.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            Entries entries = new Entries(json);
            return Optional.of(RepoTree.of(repo, commit, entries, entries.overlong()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // it can be asked for again
        }
    }

    private static void write(OutputStream out, RepoTree tree) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("format_version", 1);
            json.writeObjectFieldStart("files");
            for (RepoFile file : tree.files()) {
                json.writeObjectFieldStart(file.path());
                json.writeNumberField("size", file.sizeBytes());
                json.writeStringField("blob_id", file.blobId());
                if (file.isLfs()) {
                    json.writeStringField("lfs_sha256", file.etag());
                    json.writeNumberField("lfs_size", file.sizeBytes());
                }
                if (file.xetHash() != null) {
                    json.writeStringField("xet_hash", file.xetHash());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            writeOverlong(json, tree.overlong());
            json.writeEndObject();
        }
    }

    /** What others who read the file do not miss, as they could not have it either. */
    private static void writeOverlong(JsonGenerator json, List<RepoTree.Overlong> overlong) throws IOException {
        if (!overlong.isEmpty()) {
            json.writeArrayFieldStart(OVERLONG);
            for (RepoTree.Overlong file : overlong) {
                json.writeStartObject();
                json.writeStringField("name", file.name());
                json.writeNumberField("size", file.sizeBytes());
                json.writeNumberField("bits", file.bits());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** The files of a tree one by one; what comes behind them has been read when there are no more. */
    private static final class Entries implements Iterator<RepoFile> {

        private final JsonParser json;
        private final List<RepoTree.Overlong> overlong = new ArrayList<>();
        private @Nullable RepoFile next;
        private boolean inFiles;
        private boolean listed;
        private int version;
        private int count;

        Entries(JsonParser json) throws IOException {
            this.json = json;
            expect(json.nextToken() == JsonToken.START_OBJECT);
            next = read();
        }

        List<RepoTree.Overlong> overlong() {
            return overlong;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public RepoFile next() {
            RepoFile file = next;
            if (file == null) {
                throw new NoSuchElementException();
            }
            try {
                next = read();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            return file;
        }

        private @Nullable RepoFile read() throws IOException {
            if (inFiles) {
                if (json.nextToken() == JsonToken.FIELD_NAME) {
                    String path = json.currentName();
                    expect(json.nextToken() == JsonToken.START_OBJECT && count++ < MAX_FILES);
                    return file(path, json);
                }
                inFiles = false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("files")) {
                    expect(value == JsonToken.START_OBJECT && !listed);
                    listed = true;
                    inFiles = true;
                    return read();
                }
                other(field, value);
            }
            expect(listed && version == 1 && json.currentToken() == JsonToken.END_OBJECT);
            return null;
        }

        private void other(String field, JsonToken value) throws IOException {
            if (field.equals("format_version")) {
                version = json.getValueAsInt();
            } else if (field.equals(OVERLONG)) {
                expect(value == JsonToken.START_ARRAY);
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    expect(overlong.size() < MAX_OVERLONG);
                    overlong.add(TreeFile.overlong(json));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private static RepoTree.Overlong overlong(JsonParser json) throws IOException {
        String name = "";
        long size = 0;
        long bits = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getValueAsString("");
                case "size" -> size = json.getValueAsLong();
                case "bits" -> bits = json.getValueAsLong();
                default -> json.skipChildren();
            }
        }
        return new RepoTree.Overlong(name, size, bits);
    }

    private static RepoFile file(String path, JsonParser json) throws IOException {
        long size = -1;
        String blobId = null;
        String sha256 = null;
        String xetHash = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "size" -> size = size < 0 ? json.getValueAsLong(-1) : size;
                case "lfs_size" -> size = value == JsonToken.VALUE_NULL ? size : json.getValueAsLong(-1);
                case "blob_id" -> blobId = json.getValueAsString();
                case "lfs_sha256" -> sha256 = json.getValueAsString();
                case "xet_hash" -> xetHash = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
        String etag = sha256 == null ? blobId : sha256;
        boolean onXet = xetHash != null && XET_HASH.matcher(xetHash).matches();
        return new RepoFile(path, size, hash(etag), hash(blobId), onXet ? xetHash : null);
    }

    private static String hash(@Nullable String text) throws IOException {
        if (text == null || !HASH.matcher(text).matches()) {
            throw new IOException("Not a hash");
        }
        return text;
    }

    private static void expect(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("Not a tree");
        }
    }
}
