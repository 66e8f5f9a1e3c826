package io.hfdownloader.hub;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.hfdownloader.http.JsonBody;
import org.jspecify.annotations.Nullable;

/** One page of a listing, whose entries are handed on while they come. */
final class TreePage extends JsonBody {

    /** 8 TiB: no disk has room for more, and a million of them still can be added up. */
    private static final long MAX_FILE_BYTES = 1L << 43;

    /** For a number that is missing, or can be none of bytes. */
    private static final long NONE = -1;

    private final Consumer<Entry> entries;
    private int count;
    private boolean empty;
    private boolean listed;
    private int skipped;
    private String field = "";
    private @Nullable Entry entry;
    private @Nullable Lfs lfs;

    /** @param entries gets each as it comes; what it throws is thrown at the page's end */
    TreePage(Consumer<Entry> entries) {
        this.entries = entries;
    }

    /** How many entries it has. */
    int count() {
        return count;
    }

    /** Whether there is nothing where a page should be. */
    boolean isEmpty() {
        return empty;
    }

    /** A file or folder as it comes: any field may be missing, and none is trusted. */
    static final class Entry {

        private @Nullable String type;
        private @Nullable String oid;
        private long size = NONE;
        private @Nullable String path;
        private @Nullable Lfs lfs;
        private @Nullable String xetHash;

        boolean isFile() {
            return "file".equals(type);
        }

        @Nullable
        String path() {
            return path;
        }

        /** Bytes of the content, which is not in git where there is LFS; empty where it is not told, or cannot be. */
        OptionalLong sizeBytes() {
            long bytes = lfs == null || lfs.size == NONE ? size : lfs.size;
            return bytes == NONE ? OptionalLong.empty() : OptionalLong.of(bytes);
        }

        /**
         * Puts it into a table.
         *
         * @return false when size, path or hashes are not what they should be, and nothing was put there
         */
        boolean addTo(FileTable table) {
            OptionalLong bytes = sizeBytes();
            if (path == null || path.isEmpty() || oid == null || bytes.isEmpty()) {
                return false;
            }
            if (!RepoFile.isHash(oid, RepoFile.BLOB_BYTES)) {
                return false;
            }
            if (lfs == null) {
                table.add(path, bytes.getAsLong(), RepoFile.packed(oid, oid, null));
                return true;
            }
            if (lfs.oid == null || !RepoFile.isHash(lfs.oid, RepoFile.SHA256_BYTES)) {
                return false;
            }
            boolean onXet = xetHash != null && RepoFile.isHash(xetHash, RepoFile.SHA256_BYTES);
            table.add(path, bytes.getAsLong(), RepoFile.packed(lfs.oid, oid, onXet ? xetHash : null));
            return true;
        }

        /** It by itself; empty when it is not what it should be. */
        Optional<RepoFile> toRepoFile() {
            FileTable alone = new FileTable(1);
            return addTo(alone) ? Optional.of(new RepoFile(alone, 0)) : Optional.empty();
        }
    }

    private static final class Lfs {
        private @Nullable String oid;
        private long size = NONE;
    }

    @Override
    protected boolean token(JsonToken token, JsonParser json) throws IOException {
        if (skipped > 0) {
            skipped += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            return false;
        }
        if (!listed) {
            empty = token == JsonToken.VALUE_NULL;
            listed = true;
            expect(empty || token == JsonToken.START_ARRAY);
            return empty;
        }
        if (entry == null) {
            return inPage(token);
        }
        if (token == JsonToken.FIELD_NAME) {
            field = json.currentName();
        } else if (token == JsonToken.END_OBJECT) {
            endObject(entry);
        } else if (lfs == null) {
            ofEntry(entry, token, json);
        } else {
            ofLfs(lfs, token, json);
        }
        return false;
    }

    private boolean inPage(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            entry = new Entry();
        } else if (token == JsonToken.VALUE_NULL) {
            count++;
        } else {
            expect(token == JsonToken.END_ARRAY);
            return true;
        }
        return false;
    }

    private void endObject(Entry ended) {
        if (lfs == null) {
            entry = null;
            count++;
            entries.accept(ended);
        } else {
            lfs = null;
        }
    }

    private void ofEntry(Entry told, JsonToken token, JsonParser json) throws IOException {
        switch (field) {
            case "type" -> told.type = text(token, json);
            case "oid" -> told.oid = text(token, json);
            case "path" -> told.path = text(token, json);
            case "xetHash" -> told.xetHash = text(token, json);
            case "size" -> told.size = bytes(token, json);
            case "lfs" -> {
                expect(token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL);
                lfs = token == JsonToken.START_OBJECT ? new Lfs() : null;
                told.lfs = lfs;
            }
            default -> skip(token);
        }
    }

    private void ofLfs(Lfs told, JsonToken token, JsonParser json) throws IOException {
        switch (field) {
            case "oid" -> told.oid = text(token, json);
            case "size" -> told.size = bytes(token, json);
            default -> skip(token);
        }
    }

    private static @Nullable String text(JsonToken token, JsonParser json) throws IOException {
        expect(token.isScalarValue());
        return token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    /** A missing number is none, and no zero. */
    private long bytes(JsonToken token, JsonParser json) throws IOException {
        skip(token);
        if (token != JsonToken.VALUE_NUMBER_INT || json.getNumberType() == NumberType.BIG_INTEGER) {
            return NONE;
        }
        long bytes = json.getLongValue();
        return bytes >= 0 && bytes <= MAX_FILE_BYTES ? bytes : NONE;
    }

    /** What begins here, if anything does. */
    private void skip(JsonToken token) {
        skipped = token.isStructStart() ? 1 : 0;
    }

    private static void expect(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("Not a listing");
        }
    }
}
