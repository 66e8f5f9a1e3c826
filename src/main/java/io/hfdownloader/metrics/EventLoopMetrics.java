package io.hfdownloader.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;

/** How late the event loops are: each gets a task every second, and what passes beyond that second is its lag. */
@Singleton
final class EventLoopMetrics implements MeterBinder {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final Vertx vertx;
    private final List<Future<?>> running = new ArrayList<>();

    EventLoopMetrics(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Timer lags = Timer.builder("hf_downloader.event.loop.lag")
                .description("How late event loops begin what is due, over all of them, each asked once a second")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        int number = 0;
        for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
            Loop loop = new Loop(lags, System.nanoTime());
            Gauge.builder("hf_downloader.event.loop.lag.max", loop, Loop::maxSeconds)
                    .description("The longest lag of an event loop in the last minutes, and of one that stands now")
                    .baseUnit("seconds")
                    .tag("loop", String.valueOf(number++))
                    .strongReference(true)
                    .register(registry);
            start(executor, loop);
        }
    }

    private void start(EventExecutor executor, Loop loop) {
        try {
            running.add(executor.scheduleWithFixedDelay(
                    () -> loop.ran(System.nanoTime()), Loop.INTERVAL_NANOS, Loop.INTERVAL_NANOS, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException ending) {
            loop.ran(System.nanoTime());
        }
    }

    @PreDestroy
    void stop() {
        running.forEach(task -> task.cancel(false));
    }

    /** One event loop. It tells; any thread may look. */
    static final class Loop {

        static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
        private static final long STEP_MILLIS = 60_000;
        private static final int STEPS = 3;
        private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

        private final Timer lags;
        private final TimeWindowMax longest = new TimeWindowMax(Clock.SYSTEM, STEP_MILLIS, STEPS);
        private volatile long dueNanos;

        Loop(Timer lags, long nowNanos) {
            this.lags = lags;
            this.dueNanos = nowNanos + INTERVAL_NANOS;
        }

        /** It does what was due. */
        void ran(long nowNanos) {
            long lag = Math.max(0, nowNanos - dueNanos);
            dueNanos = nowNanos + INTERVAL_NANOS;
            lags.record(lag, TimeUnit.NANOSECONDS);
            longest.record(lag);
        }

        double maxSeconds() {
            return maxSeconds(System.nanoTime());
        }

        double maxSeconds(long nowNanos) {
            return Math.max(longest.poll(), nowNanos - dueNanos) / NANOS_PER_SECOND;
        }
    }
}
