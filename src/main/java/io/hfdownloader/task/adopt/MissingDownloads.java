package io.hfdownloader.task.adopt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.adopt.AdoptOutcome;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.variant.name.Glob;

/** Has what an adopted model lacks fetched by a download, which leaves all else as it is. */
@ApplicationScoped
class MissingDownloads {

    /** As many patterns as a selection takes; what is left is for a repair. */
    private static final int MAX_FILES = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DownloadService downloads;
    private final UpdateChecker updates;

    MissingDownloads(DownloadService downloads, UpdateChecker updates) {
        this.downloads = downloads;
        this.updates = updates;
    }

    /**
     * Blocks until it is in the queue.
     *
     * @param begun is given its id
     * @param refused is told why there is none
     */
    void begin(AdoptOutcome.Adopted adopted, List<String> begun, List<String> refused) {
        List<String> paths = adopted.missing().stream()
                .filter(path -> Glob.quoted(path).length() <= Glob.MAX_PATTERN_CHARS)
                .limit(MAX_FILES)
                .toList();
        if (paths.isEmpty()) {
            return;
        }
        CompletableFuture<DownloadService.Accepted> answer = downloads
                .repair(adopted.repo(), updates.revisionOf(adopted.repo()), adopted.commit(), paths)
                .subscribeAsCompletionStage();
        try {
            begun.add(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .download()
                    .id()
                    .toString());
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof ProblemException told)) {
                throw new IllegalStateException(failed.getCause());
            }
            refused.add(adopted.repo().id() + ": what it lacks is not fetched. " + told.detail());
        } catch (TimeoutException late) {
            refused.add(adopted.repo().id()
                    + ": what it lacks is not fetched, as the Hub does not answer. Repair it later.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
