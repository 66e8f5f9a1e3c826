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
 * and then finds it in its place. The lock is held until the last step of the work has ended, also when it was
 * cancelled before.
 */
@ApplicationScoped
class KeyedLock {

    private final Map<Path, CompletableFuture<Void>> held = new HashMap<>();

    /**
     * Does the work when nobody else works on this file; whoever works is never made to wait for another file.
     *
     * @param steps the steps of this work alone; they are stopped when it ends or is cancelled
     * @param waits told when somebody else is at it
     */
    <T> Uni<T> withLock(Path file, TaskScope scope, Runnable onWait, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> own = new CompletableFuture<>();
            CompletableFuture<Void> before;
            synchronized (held) {
                before = held.putIfAbsent(file, own);
            }
            if (before != null) {
                onWait.run();
                return Uni.createFrom().completionStage(before::copy).chain(() -> withLock(file, scope, onWait, work));
            }
            var released = scope.stopped().thenRun(() -> release(file, own));
            return Uni.createFrom().deferred(work::get).onTermination().invoke(scope::stop);
        });
    }

    private void release(Path file, CompletableFuture<Void> own) {
        synchronized (held) {
            held.remove(file, own);
        }
        own.complete(null);
    }
}
