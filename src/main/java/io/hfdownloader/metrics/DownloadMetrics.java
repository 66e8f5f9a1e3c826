package io.hfdownloader.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import jakarta.inject.Singleton;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Downloads: how many there are in which state, which wait, and what is still to come. */
@Singleton
final class DownloadMetrics implements MeterBinder {

    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String OTHER = "other";
    private static final Set<String> REASONS = Set.of(
            "queued",
            "closing",
            "files",
            ProblemType.DISK_FULL.slug(),
            ProblemType.DISK_AWAY.slug(),
            ProblemType.HUB_THROTTLED.slug(),
            ProblemType.HUB_UNAVAILABLE.slug(),
            ProblemType.NOT_A_HUB.slug());

    private final DownloadService downloads;
    private List<DownloadView> looked = List.of();
    private long lookedNanos = System.nanoTime() - MAX_AGE_NANOS;

    DownloadMetrics(DownloadService downloads) {
        this.downloads = downloads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (DownloadState state : DownloadState.values()) {
            gauge("downloads", count(download -> download.state() == state))
                    .description("Downloads in this state; those that have ended until they are forgotten")
                    .tag("state", state.word())
                    .register(registry);
        }
        List<String> reasons = new ArrayList<>(REASONS);
        reasons.add(OTHER);
        for (String reason : reasons) {
            gauge("waiting.downloads", count(download -> reason.equals(reasonOf(download))))
                    .description("Downloads that make no progress now, by reason")
                    .tag("reason", reason)
                    .register(registry);
        }
        gauge(
                        "remaining",
                        all -> all.stream()
                                .filter(download -> !download.state().hasEnded())
                                .mapToLong(
                                        download -> download.progress().bytes().left())
                                .sum())
                .description("Bytes that downloads which have not ended have still to bring")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(
                        "hf_downloader.transfer.connections.max",
                        () -> downloads.limits().maxConnections())
                .description("Connections to the network that all downloads together may have")
                .register(registry);
    }

    private Gauge.Builder<DownloadMetrics> gauge(String name, ToDoubleFunction<List<DownloadView>> value) {
        return Gauge.builder("hf_downloader." + name, this, metrics -> value.applyAsDouble(metrics.look()));
    }

    private static ToDoubleFunction<List<DownloadView>> count(Predicate<DownloadView> which) {
        return all -> all.stream().filter(which).count();
    }

    private static String reasonOf(DownloadView download) {
        if (download.waiting() == null) {
            return "";
        }
        String code = download.waiting().code();
        return REASONS.contains(code) ? code : OTHER;
    }

    /** One look is enough for all numbers that are asked for together. */
    private synchronized List<DownloadView> look() {
        long now = System.nanoTime();
        if (now - lookedNanos >= MAX_AGE_NANOS) {
            looked = downloads.list();
            lookedNanos = now;
        }
        return looked;
    }
}
