package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
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
import io.hfdownloader.transfer.TransferRequest;

/**
 * The sidecar of a partial file: the ranges that are safely on the disk. Written after the bytes it names were
 * forced there, and replaced as a whole, so that it may say too little after a crash but never too much.
 * All methods block.
 */
public final class RangeJournal {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<long[]>> RANGES = new TypeReference<>() {};
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private final TransferRequest request;

    public RangeJournal(TransferRequest request) {
        this.request = request;
        this.file = request.ranges();
    }

    /**
     * What is on the disk: what was forced there, and what was written since by a process that this system has outlived.
     * Nothing when the sidecar is missing, unreadable or of another file.
     */
    public List<ByteRange> read(long partialLength) {
        long length = Math.min(partialLength, request.file().sizeBytes());
        ByteRanges known = ByteRanges.of(synced(length));
        UnsyncedRanges.read(request).stream()
                .filter(byteRange -> byteRange.end() <= length)
                .forEach(known::add);
        return known.toList();
    }

    private List<ByteRange> synced(long partialLength) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return List.of();
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            boolean ours = root.path("etag").asText().equals(request.file().etag())
                    && root.path("size").asLong(-1) == request.file().sizeBytes();
            return ours ? parse(root.path("ranges"), partialLength) : List.of();
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    /** Replaces the sidecar; the bytes of these ranges must have been forced to the disk before. */
    void write(List<ByteRange> byteRanges) throws IOException {
        List<long[]> pairs = byteRanges.stream()
                .map(byteRange -> new long[] {byteRange.start(), byteRange.end()})
                .toList();
        byte[] bytes = JSON.writeValueAsBytes(Map.of(
                "path", request.file().path(),
                "commit", request.commit(),
                "etag", request.file().etag(),
                "size", request.file().sizeBytes(),
                "ranges", pairs));
        AtomicFile.write(request.root(), file, bytes);
    }

    /** What a server was writing of it when it was killed would lie beside it for a day. */
    void removeUnfinished() {
        AtomicFile.removeUnfinished(request.root(), file);
    }

    void delete() throws IOException {
        deleteIfThere(request.root(), file);
        deleteIfThere(request.root(), UnsyncedRanges.file(request));
    }

    /** Mostly there is nothing; this way to find out costs no exception. */
    static void deleteIfThere(RootFolder root, Path file) throws IOException {
        if (file.toFile().exists()) {
            root.delete(file);
        }
    }

    /** A file that was cut behind our back holds less than the sidecar says. */
    private static List<ByteRange> parse(JsonNode ranges, long partialLength) throws IOException {
        List<ByteRange> byteRanges = new ArrayList<>();
        for (long[] range : JSON.readerFor(RANGES).<List<long[]>>readValue(ranges)) {
            if (range.length != 2) {
                return List.of();
            }
            long end = Math.min(range[1], partialLength);
            if (range[0] < end) {
                byteRanges.add(new ByteRange(range[0], end));
            }
        }
        return byteRanges;
    }
}
