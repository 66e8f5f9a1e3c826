package io.hfdownloader.catalog;

import io.hfdownloader.header.SafetensorsHeader;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Reads the first bytes of files at one commit. Never blocks; items arrive on a worker. */
final class HeadReader {

    private final HubClient hub;

    HeadReader(HubClient hub) {
        this.hub = hub;
    }

    /** So many bytes, or the whole file when it is shorter. */
    Uni<byte[]> read(RepoTree tree, RepoFile file, int bytes) {
        return hub.head(tree.repo(), tree.commit(), file.path(), (int) Math.min(file.sizeBytes(), bytes))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Most headers come with the first request; the length of the others is known then. */
    Uni<SafetensorsHeader> safetensors(RepoTree tree, RepoFile file) {
        return read(tree, file, SafetensorsHeader.FIRST_BYTES)
                .chain(start -> {
                    int needed = SafetensorsHeader.bytesNeeded(start);
                    return needed <= start.length ? Uni.createFrom().item(start) : read(tree, file, needed);
                })
                .map(head -> SafetensorsHeader.read(head, file.sizeBytes()));
    }
}
