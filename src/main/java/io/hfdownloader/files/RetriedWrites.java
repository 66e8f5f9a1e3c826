package io.hfdownloader.files;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.program.ShutdownLimits;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the program's own state with one thread, in the order of the calls. What the disk refuses is tried again until the disk
 * takes it, or something newer stands in its place; at the end once more. It is told in the log when that begins and ends, and
 * in between by {@link #failure}.
 */
public final class RetriedWrites implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RetriedWrites.class);

    private final String what;
    private final Duration retryInterval;
    private final ScheduledThreadPoolExecutor writer;

    /** Only the thread that writes knows them. */
    private final Map<Object, Write> refused = new LinkedHashMap<>();

    /** Only that thread knows it, too. */
    private boolean retryIsScheduled;

    private volatile @Nullable DiskException failure;

    /** Puts something on the disk. */
    @FunctionalInterface
    public interface Write {
        /** Blocks. */
        void run() throws IOException;
    }

    /**
     * @param name of the thread
     * @param what names the writing when it fails, as the beginning of a sentence
     * @param retryInterval how long to wait before what was refused is tried again
     */
    public RetriedWrites(String name, String what, Duration retryInterval) {
        this.what = what;
        this.retryInterval = retryInterval;
        this.writer = new ScheduledThreadPoolExecutor(1, job -> {
            Thread thread = new Thread(job, name);
            thread.setDaemon(true);
            return thread;
        });
        this.writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Has something written. Does not block.
     *
     * @param key of what it is about; of two writes with the same key the later one counts
     * @return done when it is on the disk; fails with a {@link DiskException} when the disk refused it now
     */
    public CompletionStage<Void> submit(Object key, Write write) {
        try {
            return CompletableFuture.runAsync(() -> first(key, write), writer);
        } catch (RejectedExecutionException closed) { // the server has stopped
            return CompletableFuture.failedFuture(closed);
        }
    }

    /** Why something is not on the disk that should be; empty when all is. From memory. */
    public Optional<DiskException> failure() {
        return Optional.ofNullable(failure);
    }

    private void first(Object key, Write write) {
        Optional<DiskException> refusal = attempt(write);
        if (refusal.isPresent()) {
            refused.put(key, write);
            report(refusal.get());
            throw refusal.get();
        }
        Write older = refused.remove(key);
        if (older != null || !refused.isEmpty()) {
            retry(); // the disk takes something again
        }
    }

    private void report(DiskException refusal) {
        boolean known = failure != null;
        failure = refusal;
        if (!known) {
            LOG.warnf("%s It is tried again until the disk takes it.", refusal.detail());
        }
        retryLater();
    }

    private void retryLater() {
        if (retryIsScheduled) {
            return;
        }
        try {
            var scheduled = writer.schedule(this::scheduledRetry, retryInterval.toMillis(), TimeUnit.MILLISECONDS);
            retryIsScheduled = true;
        } catch (RejectedExecutionException closed) {
            LOG.debug("The last try is made while closing");
        }
    }

    private void scheduledRetry() {
        retryIsScheduled = false;
        retry();
    }

    /** One that the disk goes on refusing does not stand in the way of the others. */
    private void retry() {
        DiskException last = null;
        for (Map.Entry<Object, Write> next : List.copyOf(refused.entrySet())) {
            Optional<DiskException> refusal = attempt(next.getValue());
            if (refusal.isPresent()) {
                last = refusal.get();
            } else {
                refused.remove(next.getKey());
            }
        }
        if (last != null) {
            failure = last;
            retryLater();
        } else if (failure != null) {
            failure = null;
            LOG.info("What could not be saved is saved now");
        }
    }

    private Optional<DiskException> attempt(Write write) {
        try {
            write.run();
            return Optional.empty();
        } catch (IOException refusal) {
            return Optional.of(DiskException.of(what, refusal));
        } catch (DiskException away) {
            return Optional.of(away);
        }
    }

    /** Tries what was refused once more. Blocks until all that was asked for is written, or for some seconds. */
    @Override
    public void close() throws InterruptedException {
        List<Object> lost = new ArrayList<>();
        try {
            writer.execute(() -> {
                refused.entrySet().removeIf(next -> attempt(next.getValue()).isEmpty());
                lost.addAll(refused.keySet());
            });
        } catch (RejectedExecutionException closed) {
            return;
        }
        writer.shutdown();
        boolean inTime = writer.awaitTermination(ShutdownLimits.STATE.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime || !lost.isEmpty()) {
            LOG.warnf("%s: the last changes are lost", what);
        }
    }
}
