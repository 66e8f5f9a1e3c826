package io.hfdownloader.download;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/**
 * Two downloads may want the same file, as variants of a repo share its configuration: one fetches it, the other waits
 * and then finds it in its place. A turn ends with the work, or when the work is cancelled.
 */
@ApplicationScoped
class FileTurns {

    private final Map<Path, CompletableFuture<Void>> taken = new HashMap<>();

    /** Does the work when nobody else works on this file; who works is never made to wait for another file. */
    Uni<Void> inTurn(Path file, Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> own = new CompletableFuture<>();
            CompletableFuture<Void> before;
            synchronized (taken) {
                before = taken.putIfAbsent(file, own);
            }
            return before == null
                    ? Uni.createFrom()
                            .deferred(() -> work.get())
                            .onTermination()
                            .invoke(() -> end(file, own))
                    : Uni.createFrom().completionStage(before::copy).chain(() -> inTurn(file, work));
        });
    }

    private void end(Path file, CompletableFuture<Void> own) {
        synchronized (taken) {
            taken.remove(file, own);
        }
        own.complete(null);
    }
}
