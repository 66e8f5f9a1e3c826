package io.hfdownloader.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Blocking work that is under way at most once: those who ask for it meanwhile share its result or failure. So work that never
 * ends holds one thread, however many ask for it and give up. Nothing is kept. For any thread.
 *
 * @param <T> results
 */
public final class SingleFlight<T> {

    private final Executor executor;
    private final Callable<T> work;
    private @Nullable Uni<T> underWay;

    /** Work to be done on this executor. */
    public SingleFlight(Executor executor, Callable<T> work) {
        this.executor = executor;
        this.work = work;
    }

    /** What the work under way brings, else what it brings now. Never blocks; waits as long as the work takes. */
    public Uni<T> result() {
        return Uni.createFrom().deferred(this::shared);
    }

    private synchronized Uni<T> shared() {
        Uni<T> shared = underWay;
        if (shared == null) {
            shared = SharedResult.of(Uni.createFrom()
                    .<T>emitter(emitter -> {
                        try {
                            emitter.complete(work.call());
                        } catch (Throwable failure) { // an error, too, or it would be under way for ever
                            emitter.fail(failure);
                        }
                    })
                    .runSubscriptionOn(executor)
                    .onItemOrFailure()
                    .invoke((result, failure) -> landed()));
            underWay = shared;
        }
        return shared;
    }

    private synchronized void landed() {
        underWay = null;
    }
}
