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
 * and then finds it in its place. A turn ends with the last step of the work, also when it was
 * cancelled before.
 */
@ApplicationScoped
class FileTurns {

    private final Map<Path, CompletableFuture<Void>> taken = new HashMap<>();

    /**
     * Does the work when nobody else works on this file; who works is never made to wait for another file.
     *
     * @param steps the steps of this work alone; they are stopped when it ends or is cancelled
     * @param waits told when somebody else is at it
     */
    <T> Uni<T> inTurn(Path file, Steps steps, Runnable waits, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> own = new CompletableFuture<>();
            CompletableFuture<Void> before;
            synchronized (taken) {
                before = taken.putIfAbsent(file, own);
            }
            if (before != null) {
                waits.run();
                return Uni.createFrom().completionStage(before::copy).chain(() -> inTurn(file, steps, waits, work));
            }
            var ended = steps.over().thenRun(() -> end(file, own));
            return Uni.createFrom().deferred(work::get).onTermination().invoke(steps::stop);
        });
    }

    private void end(Path file, CompletableFuture<Void> own) {
        synchronized (taken) {
            taken.remove(file, own);
        }
        own.complete(null);
    }
}
