package io.hfdownloader.files;

import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;

/** Work that is carried through once it has started: whoever asked for it may hang up in the middle. */
public final class Uncancellable {

    private Uncancellable() {}

    /** Starts at once; cancelling the result stops the waiting, not the work. */
    public static <T> Uni<T> run(Uni<T> work) {
        CompletableFuture<T> result = work.subscribeAsCompletionStage();
        return Uni.createFrom().completionStage(result::copy);
    }
}
