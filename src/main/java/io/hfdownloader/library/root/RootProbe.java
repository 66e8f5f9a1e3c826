package io.hfdownloader.library.root;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at a disk that may never answer, one after another, on a thread of its own: what hangs holds that thread, and nobody waits
 * for longer than the limit. For any thread.
 */
public final class RootProbe {

    private static final int MAX_WAITING = 1_000;
    private static final long MAX_IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;
    private final Duration limit;
    private volatile long since; // 0 while nobody looks

    /** @param limit a disk that has not answered for so long is silent */
    public RootProbe(String name, Duration limit) {
        this.limit = limit;
        this.thread = new ThreadPoolExecutor(
                1, 1, MAX_IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread looking = new Thread(work, name);
                    looking.setDaemon(true); // one that hangs does not keep the program from ending
                    return looking;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether a look has not come back for longer than the limit. From memory. */
    public boolean isSilent() {
        long began = since;
        return began != 0 && System.nanoTime() - began > limit.toNanos();
    }

    /** A look that is under way. */
    @FunctionalInterface
    public interface Look<T> {

        /** What it found; empty where it failed, or the disk does not answer within the limit. Blocks no longer. */
        Optional<T> found();
    }

    /** Begins a look, and does not block. */
    public <T> Look<T> begin(Callable<T> look) {
        FutureTask<T> task = new FutureTask<>(() -> {
            since = System.nanoTime() | 1;
            try {
                return look.call();
            } finally {
                since = 0;
            }
        });
        try {
            thread.execute(task);
        } catch (RejectedExecutionException silentForLong) {
            return Optional::empty;
        }
        return () -> wait(task);
    }

    /** Looks. Blocks, but not for longer than the limit. */
    public <T> Optional<T> ask(Callable<T> look) {
        return isSilent() ? Optional.empty() : begin(look).found();
    }

    private <T> Optional<T> wait(FutureTask<T> task) {
        try {
            return Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException silent) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
