package io.hfdownloader.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.Retries;
import io.hfdownloader.variant.Selection;
import org.jspecify.annotations.Nullable;

/** One download as the service shows it, in any state, with another number in each field. */
public final class SampleDownload {

    static final Instant START = Instant.parse("2026-11-23T18:00:00Z");
    private static final String COMMIT = "c0ffee1234567890c0ffee1234567890c0ffee12";

    private SampleDownload() {}

    public static DownloadView view(DownloadState state, long received, long total, @Nullable Integer position) {
        return new DownloadView(
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                7,
                new DownloadView.Target(
                        "acme/tiny",
                        "model",
                        "acme/tiny",
                        "main",
                        COMMIT,
                        new Selection(List.of("Q4_K_M"), List.of(), List.of("*.md"), null),
                        false,
                        new DownloadView.LeftOut(
                                1,
                                List.of(new DownloadView.LeftOut.UnwritableFile(
                                        "a:b", "the disk cannot hold its name", null)))),
                state,
                new Waiting(
                        "The Hub asks to slow down.",
                        "hub-throttled",
                        START,
                        Map.of("endpoint", "https://hub.example")),
                new DownloadView.Advance(
                        new ByteCounts(total, received, received / 5, received / 10, received / 4),
                        received / 2,
                        new FileCounts(3, 1),
                        state == DownloadState.COMPLETED ? 100 : 50,
                        new DownloadView.Speed(23_400_000L, 80L),
                        new DownloadView.Activity("model.gguf", 4, List.of("http", "xet")),
                        new Retries(2, "The connection broke.", null)),
                position,
                new DownloadView.Lifecycle(
                        state == DownloadState.FAILED
                                ? new Failure(
                                        ProblemType.DISK_FULL,
                                        "The disk is full. Free 3 GB.",
                                        null,
                                        List.of(),
                                        Map.of("reason", "full"))
                                : null,
                        START,
                        START.plusSeconds(1),
                        state.hasEnded() ? START.plusSeconds(206) : null,
                        List.of(),
                        List.of()),
                DownloadView.Outcome.NONE);
    }
}
