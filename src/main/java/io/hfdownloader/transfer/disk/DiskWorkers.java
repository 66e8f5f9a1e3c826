package io.hfdownloader.transfer.disk;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.program.ShutdownLimits;
import io.hfdownloader.transfer.DiskLoad;
import io.smallrye.mutiny.Uni;

/**
 * The few threads on which transfers write, force and hash. Their number is bounded here; the length of their queue
 * is bounded by each transfer, which has only a few jobs waiting at a time.
 */
@ApplicationScoped
public class DiskWorkers {

    /** Enough that one may wait for a slow disk. */
    private static final int MIN_THREADS = 3;

    private final ThreadPoolExecutor executor;
    private final ExecutorService serialExecutor;

    public DiskWorkers() {
        AtomicInteger number = new AtomicInteger();
        // One for each processor is enough to hash; more would only keep event loops waiting for their turn.
        int threads = Math.max(MIN_THREADS, 1 + Runtime.getRuntime().availableProcessors());
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                job -> daemon(job, "transfer-disk-" + number.incrementAndGet()));
        this.serialExecutor = Executors.newSingleThreadExecutor(job -> daemon(job, "transfer-look"));
    }

    private static Thread daemon(Runnable job, String name) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        return thread;
    }

    /** How busy they are. Never blocks for long. */
    public DiskLoad load() {
        return new DiskLoad(
                executor.getMaximumPoolSize(),
                executor.getActiveCount(),
                executor.getQueue().size());
    }

    /** Runs blocking work on a worker; the result arrives on {@code home}. */
    <T> Uni<T> run(Supplier<T> work, Executor home) {
        return Uni.createFrom().item(work).runSubscriptionOn(executor).emitOn(home);
    }

    /** Runs blocking work that takes a while, one after the other; the result arrives on {@code home}. */
    <T> Uni<T> runSerially(Supplier<T> work, Executor home) {
        return Uni.createFrom().item(work).runSubscriptionOn(serialExecutor).emitOn(home);
    }

    @PreDestroy
    public void close() throws InterruptedException {
        serialExecutor.shutdownNow();
        executor.shutdown();
        if (!executor.awaitTermination(ShutdownLimits.DISK_WORKERS.toMillis(), TimeUnit.MILLISECONDS)) {
            executor.shutdownNow();
        }
    }
}
