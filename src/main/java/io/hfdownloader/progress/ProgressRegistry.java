package io.hfdownloader.progress;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Vertx;

/** The meters of all downloads that are at work, in memory. No method blocks. */
@ApplicationScoped
public class ProgressRegistry {

    private static final long SAMPLE_MILLIS = 500;
    private static final long SMOOTHING = 8;

    private final Map<UUID, Meter> meters = new ConcurrentHashMap<>();
    private final Totals totals = new Totals();
    private final Vertx vertx;
    private long timer;
    private volatile long recentRate;
    private volatile long rate;

    public ProgressRegistry(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The meter of a download, made on first use. */
    public Meter open(UUID download) {
        return meters.computeIfAbsent(download, id -> new Meter(totals));
    }

    public Optional<Meter> find(UUID download) {
        return Optional.ofNullable(meters.get(download));
    }

    /** Forgets a download's meter; what its last snapshot said belongs to the caller. */
    public void forget(UUID download) {
        meters.remove(download);
    }

    /** Bytes per second that all downloads together brought when bytes came last, smoothed; empty before the first. */
    public OptionalLong recentRate() {
        long now = recentRate;
        return now > 0 ? OptionalLong.of(now) : OptionalLong.empty();
    }

    /** Bytes per second that all downloads together bring now. */
    public long rate() {
        return rate;
    }

    /** Connections that all downloads together have open now. */
    public int connections() {
        return meters.values().stream().mapToInt(Meter::connections).sum();
    }

    /** What was done since the start. */
    public Totals totals() {
        return totals;
    }

    @PostConstruct
    void startSampling() {
        timer = vertx.setPeriodic(SAMPLE_MILLIS, id -> sample(System.nanoTime()));
    }

    @PreDestroy
    void stopSampling() {
        vertx.cancelTimer(timer);
    }

    void sample(long nanos) {
        long together = 0;
        for (Meter meter : meters.values()) {
            meter.sample(nanos);
            together +=
                    meter.activeFiles().isEmpty() ? 0 : meter.rate().orElse(0); // what fades after the end is no rate
        }
        rate = together;
        if (together > 0) {
            recentRate = recentRate == 0 ? together : recentRate + (together - recentRate) / SMOOTHING;
        }
    }
}
