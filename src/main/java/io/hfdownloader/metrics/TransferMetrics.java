package io.hfdownloader.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.progress.Totals;
import io.hfdownloader.progress.Totals.Total;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Bytes of all downloads together, what held them up, and how busy the threads are that write them. */
@Singleton
final class TransferMetrics implements MeterBinder {

    private static final String PREFIX = "hf_downloader.";
    private static final String PATH = "path";
    private static final String REASON = "reason";
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ProgressRegistry progress;
    private final TransferEngine engine;

    TransferMetrics(ProgressRegistry progress, TransferEngine engine) {
        this.progress = progress;
        this.engine = engine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String path : List.of("http", "xet")) {
            counter(registry, "received.bytes", "Bytes that came from the network", Total.RECEIVED_BYTES, PATH, path);
        }
        for (String path : List.of("http", "xet", Totals.DISK)) {
            counter(
                    registry,
                    "verified.bytes",
                    "Bytes of files that match their hash",
                    Total.VERIFIED_BYTES,
                    PATH,
                    path);
        }
        for (String path : List.of(Totals.DISK, Totals.COPY)) {
            counter(registry, "reused.bytes", "Bytes that were on the disk already", Total.REUSED_BYTES, PATH, path);
        }
        for (DownloadState state : DownloadState.values()) {
            if (state.hasEnded()) {
                String help = "Downloads that have ended so";
                counter(registry, "downloads.ended", help, Total.ENDED_DOWNLOADS, "state", state.word());
            }
        }
        Arrays.stream(TransferObstacle.values())
                .map(TransferObstacle::word)
                .forEach(reason ->
                        counter(registry, "retries", "Tries that failed", Total.FAILED_TRIES, REASON, reason));
        Stream.concat(
                        Arrays.stream(TransferObstacle.values()).map(TransferObstacle::word),
                        Stream.of(Totals.OTHER_DOWNLOAD))
                .forEach(reason -> waits(registry, reason));
        Gauge.builder(PREFIX + "rate", progress, ProgressRegistry::rate)
                .description("What all downloads together bring now, over the last seconds")
                .baseUnit("bytes_per_second")
                .register(registry);
        Gauge.builder(PREFIX + "transfer.connections", progress, ProgressRegistry::connections)
                .description("Connections to the network that bring bytes of downloads")
                .register(registry);
        bindDisk(registry);
    }

    private void waits(MeterRegistry registry, String reason) {
        counter(registry, "waits", "Waits of files that have begun", Total.WAITS, REASON, reason);
        FunctionCounter.builder(
                        PREFIX + "waited",
                        progress,
                        all -> all.totals().of(Total.WAITED_NANOS, reason) / NANOS_PER_SECOND)
                .description("How long files have waited, in waits that are over")
                .baseUnit("seconds")
                .tag(REASON, reason)
                .register(registry);
        Gauge.builder(PREFIX + "waiting.files", progress, all -> all.totals().of(Total.WAITING_FILES, reason))
                .description("Files that wait now")
                .tag(REASON, reason)
                .register(registry);
    }

    private void bindDisk(MeterRegistry registry) {
        Gauge.builder(PREFIX + "disk.workers", engine, at -> at.diskLoad().workers())
                .description("Threads that write, force and hash")
                .register(registry);
        Gauge.builder(
                        PREFIX + "disk.workers.active",
                        engine,
                        at -> at.diskLoad().active())
                .description("Those of them that work now")
                .register(registry);
        Gauge.builder(PREFIX + "disk.queue.jobs", engine, at -> at.diskLoad().queued())
                .description("Jobs that wait for one of them")
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String help, Total total, String label, String word) {
        FunctionCounter.builder(PREFIX + name, progress, all -> all.totals().of(total, word))
                .description(help)
                .tag(label, word)
                .register(registry);
    }
}
