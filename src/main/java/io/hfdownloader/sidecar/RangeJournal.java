package io.hfdownloader.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.http.ByteRange;

/**
 * The sidecar of a partial file: the ranges that are safely on the disk. Written after the bytes it names were
 * forced there, and replaced as a whole, so that it may say too little after a crash but never too much.
 * All methods block.
 */
public final class RangeJournal {

    /** Files up to this size come in one plain request and have no journal: they are quicker fetched than recorded. */
    public static final long PLAIN_BYTES = 8L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<long[]>> RANGES = new TypeReference<>() {};
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final RootFolder root;
    private final Path file;
    private final Subject subject;

    /**
     * The file of which a partial one is the beginning.
     *
     * @param path its path in the repo
     * @param commit 40 hex digits
     * @param etag hash of its content
     * @param sizeBytes its size
     */
    public record Subject(String path, String commit, String etag, long sizeBytes) {}

    /**
     * @param root in which the journal is
     * @param file where it is
     */
    public RangeJournal(RootFolder root, Path file, Subject subject) {
        this.root = root;
        this.file = file;
        this.subject = subject;
    }

    /**
     * What is on the disk: what was forced there, and what was written since by a process that this system has outlived.
     * Nothing when the sidecar is missing, unreadable or of another file.
     */
    public List<ByteRange> read(long partialLength) {
        long length = Math.min(partialLength, subject.sizeBytes());
        JsonNode journal = readIfOf(file, subject.etag());
        boolean ours = journal.path("size").asLong(-1) == subject.sizeBytes();
        return both(file, ours ? ranges(journal, length) : List.of(), length).toList();
    }

    /**
     * How many bytes are on the disk, for those who know of the file no more than its hash.
     *
     * @param journal where the journal would be
     */
    public static long bytesOnDisk(Path journal, String etag, long partialLength) {
        JsonNode read = readIfOf(journal, etag);
        return both(
                        journal,
                        ranges(read, Math.min(partialLength, read.path("size").asLong(0))),
                        partialLength)
                .total();
    }

    private static ByteRanges both(Path journal, List<ByteRange> synced, long partialLength) {
        ByteRanges known = ByteRanges.of(synced);
        UnsyncedRanges.read(journal).stream()
                .filter(byteRange -> byteRange.end() <= partialLength)
                .forEach(known::add);
        return known;
    }

    private static JsonNode readIfOf(Path file, String etag) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_BYTES) {
                JsonNode read = JSON.readTree(Files.readAllBytes(file));
                if (read.path("etag").asText().equals(etag)) {
                    return read;
                }
            }
        } catch (IOException unreadable) {
            return JSON.missingNode();
        }
        return JSON.missingNode();
    }

    /** Replaces the sidecar; the bytes of these ranges must have been forced to the disk before. */
    public void write(List<ByteRange> byteRanges) throws IOException {
        List<long[]> pairs = byteRanges.stream()
                .map(byteRange -> new long[] {byteRange.start(), byteRange.end()})
                .toList();
        byte[] bytes = JSON.writeValueAsBytes(Map.of(
                "path", subject.path(),
                "commit", subject.commit(),
                "etag", subject.etag(),
                "size", subject.sizeBytes(),
                "ranges", pairs));
        AtomicFile.write(root, file, bytes);
    }

    /** What a server was writing of it when it was killed would lie beside it for a day. */
    public void removeUnfinished() {
        AtomicFile.removeUnfinished(root, file);
    }

    /** Removes it, with what was written since it was. */
    public void delete() throws IOException {
        deleteIfThere(root, file);
        deleteIfThere(root, UnsyncedRanges.file(file));
    }

    /** Mostly there is nothing; this way to find out costs no exception. */
    public static void deleteIfThere(RootFolder root, Path file) throws IOException {
        if (file.toFile().exists()) {
            root.delete(file);
        }
    }

    /** A file that was cut behind our back holds less than the sidecar says. */
    private static List<ByteRange> ranges(JsonNode journal, long partialLength) {
        try {
            List<ByteRange> byteRanges = new ArrayList<>();
            if (!journal.has("ranges")) {
                return byteRanges;
            }
            for (long[] range : JSON.readerFor(RANGES).<List<long[]>>readValue(journal.path("ranges"))) {
                if (range.length != 2) {
                    return List.of();
                }
                long end = Math.min(range[1], partialLength);
                if (range[0] < end) {
                    byteRanges.add(new ByteRange(range[0], end));
                }
            }
            return byteRanges;
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        }
    }
}
