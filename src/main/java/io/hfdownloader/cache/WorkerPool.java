package io.hfdownloader.cache;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * The workers of this process, which let go of a task when they begin it. By themselves they hold the last one while they wait for the
 * next (it stays in a local variable of {@code EnhancedQueueExecutor} 3.9), and with it the plan of 300,000 files that it was a step of.
 */
public final class WorkerPool extends AbstractExecutorService implements ScheduledExecutorService {

    private final ScheduledExecutorService workers;

    public WorkerPool(ScheduledExecutorService workers) {
        this.workers = workers;
    }

    /** Puts it in front of those that there are. */
    @ApplicationScoped
    static class Installation {

        void start(@Observes @Priority(1) StartupEvent event) {
            Infrastructure.setDefaultExecutor(new WorkerPool(Infrastructure.getDefaultWorkerPool()), false);
        }
    }

    /** What is run once, and not held from then on. */
    private static final class Task extends AtomicReference<Runnable> implements Runnable {

        private static final long serialVersionUID = 1;

        Task(Runnable work) {
            super(work);
        }

        @Override
        public void run() {
            getAndSet(() -> {}).run();
        }
    }

    @Override
    public void execute(Runnable work) {
        workers.execute(new Task(work));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return workers.schedule(new Task(work), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        return workers.schedule(work, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long delay, long period, TimeUnit unit) {
        return workers.scheduleAtFixedRate(work, delay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        return workers.scheduleWithFixedDelay(work, first, delay, unit);
    }

    @Override
    public void shutdown() {
        workers.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return workers.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return workers.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return workers.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return workers.awaitTermination(timeout, unit);
    }
}
