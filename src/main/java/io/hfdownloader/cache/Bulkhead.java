package io.hfdownloader.cache;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Blocking work that may never end, on a few threads of its own: whatever hangs, nothing else waits for a thread. For work of which
 * each piece is another; where all want the same there is {@link SingleFlight}. For any thread.
 */
public final class Bulkhead {

    private static final long MAX_IDLE_SECONDS = 10;

    private final ThreadPoolExecutor workers;
    private final Supplier<? extends RuntimeException> late;

    /**
     * @param threads pieces of work at one time
     * @param maxWaiting pieces that wait for a thread; one more is late at once
     * @param late the failure of work that is not done in time; when its turn has not come, it is not begun
     */
    public Bulkhead(String name, int threads, int maxWaiting, Supplier<? extends RuntimeException> late) {
        this.late = late;
        this.workers = new ThreadPoolExecutor(
                threads, threads, MAX_IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true); // one that hangs does not keep the program from ending
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * The work's result, or its failure; on one of the few threads, which a caller is to leave. Never blocks.
     *
     * @param timeout from the subscription to the result
     */
    public <T> Uni<T> run(Callable<T> work, Duration timeout) {
        return Uni.createFrom()
                .completionStage(() -> submit(work))
                .ifNoItem()
                .after(timeout)
                .on(WaitTimers.shared())
                .failWith(late);
    }

    /** Nobody hears what comes of it when it is late. */
    private <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                if (!result.isDone()) {
                    complete(result, work);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(late.get());
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Throwable failure) { // an error, too, or somebody would wait for the timeout
            result.completeExceptionally(failure);
        }
    }
}
