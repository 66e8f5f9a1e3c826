package io.hfdownloader.task.verify;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.hfdownloader.download.DownloadConfig;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.task.TaskConfig;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskQueue;
import io.hfdownloader.task.TaskRequest;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies models by itself, in the hours that are set for it: one after the other, the one first whose content was looked at longest
 * ago. It waits while downloads are at work, and stops at the end of its hours; what it has verified counts.
 */
@ApplicationScoped
class Scrub {

    private static final Logger LOG = Logger.getLogger(Scrub.class);

    /** What was verified since is not verified again in the same night. */
    private static final Duration MIN_AGE = Duration.ofDays(1);

    private final ScrubSchedule schedule;
    private final ModelLibrary library;
    private final TaskQueue tasks;
    private final Map<RepoId, Instant> lastTries = new HashMap<>();

    @Inject
    Scrub(TaskConfig config, DownloadConfig downloads, ModelLibrary library, TaskQueue tasks) {
        this(schedule(downloads.resumeQueue() ? config.scrub() : "off"), library, tasks);
    }

    Scrub(ScrubSchedule schedule, ModelLibrary library, TaskQueue tasks) {
        this.schedule = schedule;
        this.library = library;
        this.tasks = tasks;
    }

    /** What cannot be read has been told before, and ends the start. */
    private static ScrubSchedule schedule(String text) {
        try {
            return ScrubSchedule.parse(text);
        } catch (IllegalArgumentException unreadable) {
            return new ScrubSchedule(List.of());
        }
    }

    @Scheduled(
            every = "30s",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        if (!schedule.isOff()) {
            look(LocalDateTime.now(), Instant.now());
        }
    }

    /** Blocks. */
    synchronized void look(LocalDateTime local, Instant now) {
        OptionalLong rate = schedule.at(local);
        if (rate.isEmpty()) {
            tasks.cancelThrottled();
        } else if (!tasks.hasThrottled()) {
            oldest(now).ifPresent(repo -> {
                lastTries.put(repo, now);
                LOG.debugf("%s is verified, as its hours have come", repo.folder());
                var task = tasks.submit(new TaskRequest(TaskKind.VERIFY, repo, List.of(), rate.getAsLong()));
            });
        }
    }

    private Optional<RepoId> oldest(Instant now) {
        try {
            List<LibraryModel> models = library.scan();
            lastTries.keySet().removeIf(repo -> models.stream().noneMatch(model -> repo.equals(model.repo())));
            return models.stream()
                    .filter(model ->
                            model.repo() != null && model.files().stream().anyMatch(Scrub::isOfHub))
                    .filter(model -> !library.rootOf(model.folder()).away())
                    .filter(model -> age(model).isBefore(now.minus(MIN_AGE)))
                    .min(Comparator.comparing(this::age))
                    .map(LibraryModel::repo);
        } catch (IOException unreadable) {
            LOG.debug(DiskException.of("The models folder cannot be looked at", unreadable)
                    .detail());
            return Optional.empty();
        }
    }

    private static boolean isOfHub(LibraryFile file) {
        return file.etag() != null;
    }

    /** When the content of its file was looked at that was longest ago. */
    private Instant age(LibraryModel model) {
        Instant oldest = model.files().stream()
                .filter(Scrub::isOfHub)
                .map(file -> orNever(file.verifiedAt()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        RepoId repo = model.repo();
        Instant tried = repo == null ? Instant.EPOCH : lastTries.getOrDefault(repo, Instant.EPOCH);
        return tried.isAfter(oldest) ? tried : oldest;
    }

    private static Instant orNever(@Nullable Instant verified) {
        return verified == null ? Instant.EPOCH : verified;
    }
}
