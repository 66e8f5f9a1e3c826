package io.hfdownloader.weights;

import java.nio.ByteBuffer;

import io.hfdownloader.header.GgufScan;
import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Reads the header of one GGUF file from the Hub, one range after the other: few have more than a tokenizer in theirs. */
final class GgufHeaderReader {

    private static final int FIRST_BYTES = 256 * 1024;
    private static final int MAX_BYTES_AT_ONCE = 4 * 1024 * 1024;

    private final HubClient hub;

    GgufHeaderReader(HubClient hub) {
        this.hub = hub;
    }

    /** Fails with a {@code HubException} or an {@link InvalidHeaderException}. */
    Uni<GgufTensors> read(RepoTree tree, RepoFile file) {
        return Uni.createFrom().deferred(() -> readOn(tree, file, new GgufScan(), FIRST_BYTES));
    }

    private Uni<GgufTensors> readOn(RepoTree tree, RepoFile file, GgufScan scan, int bytes) {
        long from = scan.position();
        if (from >= file.sizeBytes()) {
            return Uni.createFrom().failure(new InvalidHeaderException("The file ends within its header."));
        }
        ByteRange range = new ByteRange(from, Math.min(file.sizeBytes(), from + bytes));
        return hub.range(tree.repo(), tree.commit(), file.path(), range)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(got -> scan.add(ByteBuffer.wrap(got)))
                .chain(got -> {
                    if (scan.isComplete()) {
                        return Uni.createFrom().item(scan.tensors(file.sizeBytes()));
                    }
                    return got.length == 0
                            ? Uni.createFrom().failure(new InvalidHeaderException("The file ends within its header."))
                            : readOn(tree, file, scan, Math.min(2 * bytes, MAX_BYTES_AT_ONCE));
                });
    }
}
