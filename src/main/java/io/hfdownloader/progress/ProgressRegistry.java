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

    /** Of smaller files it takes longer to ask for them than to fetch them: their rate says nothing of larger ones. */
    private static final long MIN_TELLING_BYTES = 8_000_000;

    private final Map<UUID, Meter> meters = new ConcurrentHashMap<>();
    private final Totals totals = new Totals();
    private final ByteWeightedRate recentRate = new ByteWeightedRate();
    private final Vertx vertx;
    private long timer;
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

    /**
     * Bytes per second to expect of what is to come: what all downloads together brought when large files came last. Empty before
     * enough of them has come to tell.
     */
    public OptionalLong recentRate() {
        return recentRate.perSecond();
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
        boolean isTelling = false;
        for (Meter meter : meters.values()) {
            meter.sample(nanos);
            if (!meter.activeFiles().isEmpty()) { // what fades after the end is no rate
                together += meter.rate().orElse(0);
                isTelling |= meter.activeFiles().stream().anyMatch(file -> file.size() >= MIN_TELLING_BYTES);
            }
        }
        rate = together;
        if (isTelling) {
            recentRate.add(together, SAMPLE_MILLIS / 1e3);
        }
    }
}
