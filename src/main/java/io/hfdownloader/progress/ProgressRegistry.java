package io.hfdownloader.progress;

import java.util.Map;
import java.util.Optional;
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

    private final Map<UUID, Meter> meters = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private long timer;

    ProgressRegistry(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The meter of a download, made on first use. */
    public Meter open(UUID download) {
        return meters.computeIfAbsent(download, id -> new Meter());
    }

    public Optional<Meter> find(UUID download) {
        return Optional.ofNullable(meters.get(download));
    }

    /** Forgets a download's meter; what its last snapshot said belongs to the caller. */
    public void close(UUID download) {
        meters.remove(download);
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
        meters.values().forEach(meter -> meter.sample(nanos));
    }
}
