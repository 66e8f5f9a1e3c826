package io.hfdownloader.cache;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class WorkerPoolTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HoldingWorkers workers = new HoldingWorkers();
    private final WorkerPool pool = new WorkerPool(workers);

    /** As the real ones do with their last one each, until they get another. */
    private static final class HoldingWorkers extends ScheduledThreadPoolExecutor {

        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

        HoldingWorkers() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            held.add(task);
            super.execute(task);
        }
    }

    @AfterEach
    void end() {
        pool.shutdown();
    }

    /** Else the last plan of a large repository stays in memory while nobody has anything to do. */
    @Test
    void aWorkerThatWaitsForWorkHoldsNothingOfItsLast() throws InterruptedException {
        WeakReference<byte[]> plan = work();

        Awaitility.await().atMost(LIMIT).until(() -> {
            System.gc();
            return plan.get() == null;
        });
        assertThat(workers.held).hasSize(1);
    }

    private WeakReference<byte[]> work() throws InterruptedException {
        byte[] plan = new byte[1_000];
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(() -> {
            assertThat(plan).hasSize(1_000);
            done.countDown();
        });
        assertThat(done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new WeakReference<>(plan);
    }

    @Test
    void whatIsToBeDoneLaterIsDoneAndFailuresAreTold() {
        CountDownLatch done = new CountDownLatch(2);
        var later = pool.schedule(done::countDown, 1, TimeUnit.MILLISECONDS);
        var submitted = pool.submit(() -> {
            done.countDown();
            throw new IllegalStateException("told");
        });

        Awaitility.await().atMost(LIMIT).until(() -> later.isDone() && submitted.isDone());

        assertThat(done.getCount()).isZero();
        assertThat(submitted).failsWithin(LIMIT).withThrowableThat().withMessageContaining("told");
    }
}
