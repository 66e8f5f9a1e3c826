package io.hfdownloader.task;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** One run of a task, as its work sees it: what is wanted, where it counts, whether it is to go on. For any thread. */
public final class TaskRun {

    private static final long NANOS = 1_000_000_000;
    private static final long MAX_WAIT_MILLIS = 100;

    private final UUID id;
    private final TaskRequest request;
    private final Instant createdAt;
    private final ExecutorService workers;
    private final int parallel;
    private final TaskMeter meter;
    private final AtomicLong throttledUntilNanos = new AtomicLong(System.nanoTime());
    private volatile boolean stopped;
    private volatile @Nullable Pausing pausing;

    /** Tells whether work is to be left alone for now. */
    @FunctionalInterface
    public interface Pausing {
        /** A sentence that says why, or null to go on. Does not block. */
        @Nullable
        String reason();
    }

    TaskRun(UUID id, TaskRequest request, Instant createdAt, ExecutorService workers, int parallel, TaskMeter meter) {
        this.id = id;
        this.request = request;
        this.createdAt = createdAt;
        this.workers = workers;
        this.parallel = parallel;
        this.meter = meter;
    }

    /** Name of the task. */
    public UUID id() {
        return id;
    }

    /** What is wanted. */
    public TaskRequest request() {
        return request;
    }

    /** When it was asked for: what was done since need not be done again. */
    public Instant createdAt() {
        return createdAt;
    }

    /** How much there is to do. */
    public void total(long bytes) {
        meter.total(bytes);
    }

    /** So much more is done; less than nothing where it has to be done again. */
    public void done(long bytes) {
        meter.add(bytes);
    }

    /** So much is done already, of an earlier run. */
    public void doneBefore(long bytes) {
        meter.addUnmeasured(bytes);
    }

    /** Has the run wait, wherever it asks whether it is to go on, while there is a reason. */
    public void pauseWhile(Pausing reason) {
        pausing = reason;
    }

    /** Whether the work is to end soon. Blocks while it is to wait. */
    public boolean isStopped() {
        Pausing asked = pausing;
        if (asked == null) {
            return stopped;
        }
        for (String reason = asked.reason(); reason != null && !stopped; reason = asked.reason()) {
            meter.waiting(reason);
            sleep(MAX_WAIT_MILLIS);
        }
        meter.waiting(null);
        return stopped;
    }

    /** Blocks as long as the limit of the request asks for, after so many bytes. */
    public void throttle(long bytes) {
        long rate = request.bytesPerSecond();
        if (rate <= 0 || bytes <= 0) {
            return;
        }
        long now = System.nanoTime();
        long cost = Math.round((double) bytes * NANOS / rate);
        long until = throttledUntilNanos.updateAndGet(before -> (before - now > 0 ? before : now) + cost);
        for (long left = until - now; left > 0 && !stopped; left = until - System.nanoTime()) {
            sleep(Math.min(MAX_WAIT_MILLIS, left / 1_000_000 + 1));
        }
    }

    private void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    /** From now on the work is to end. */
    void stop() {
        stopped = true;
    }

    boolean isStopRequested() {
        return stopped;
    }

    /**
     * Does all of them on the workers that all tasks share, several at a time. Blocks until they are done.
     *
     * @throws TaskStoppedException when the run was stopped; none of them is at work any more then
     */
    public void all(List<? extends Callable<?>> parts) throws IOException {
        CompletionService<Object> done = new ExecutorCompletionService<>(workers);
        Throwable failure = null;
        int running = 0;
        int next = 0;
        while (next < parts.size() && failure == null && !isStopped() || running > 0) {
            while (running < parallel && next < parts.size() && failure == null && !stopped) {
                Callable<?> part = parts.get(next++);
                Future<Object> submitted = done.submit(part::call);
                running++;
            }
            if (running == 0) {
                break;
            }
            failure = first(failure, nextEnd(done));
            running--;
        }
        if (stopped) {
            throw new TaskStoppedException();
        }
        if (failure instanceof IOException disk) {
            throw disk;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private static @Nullable Throwable first(@Nullable Throwable one, @Nullable Throwable other) {
        return one == null ? other : one;
    }

    private @Nullable Throwable nextEnd(CompletionService<Object> done) {
        try {
            Object result = done.take().get();
            return null;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return cause instanceof CancellationException || cause instanceof TaskStoppedException ? null : cause;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
            return null;
        }
    }
}
