package io.hfdownloader.cache;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/**
 * Timers of waits that end some time: {@code ifNoItem().after(limit).on(WaitTimers.shared())}. Mutiny's own keep a wait that has ended,
 * and with it the request and its answer, in memory until its time would have been over (MutinyScheduler of 3.1 wraps its tasks, so that its queue
 * does not find one that is cancelled). These let go at once. What is to be done when the time is over is done by the workers.
 */
public final class WaitTimers extends ScheduledThreadPoolExecutor {

    /** Not by an initializer of the class: native executables run those when they are built. */
    private static volatile @Nullable WaitTimers shared;

    private WaitTimers() {
        super(1, work -> {
            Thread thread = new Thread(work, "wait-timers");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }

    /** Those of this process. Any thread. */
    public static WaitTimers shared() {
        WaitTimers known = shared;
        return known == null ? create() : known;
    }

    private static synchronized WaitTimers create() {
        WaitTimers known = shared;
        if (known == null) {
            known = new WaitTimers();
            shared = known;
        }
        return known;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return super.schedule(() -> Infrastructure.getDefaultExecutor().execute(command), delay, unit);
    }
}
