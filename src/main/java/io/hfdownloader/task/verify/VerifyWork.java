package io.hfdownloader.task.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.integrity.ExpectedFile;
import io.hfdownloader.library.integrity.Finding;
import io.hfdownloader.library.integrity.ModelIntegrity;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskRun;
import io.hfdownloader.task.TaskWork;

/** Reads all files of a model and compares them with what the Hub has; changes none. */
@ApplicationScoped
class VerifyWork implements TaskWork {

    private static final long SAVE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ModelLibrary library;
    private final ModelIntegrity integrity;
    private final DownloadService downloads;

    VerifyWork(ModelLibrary library, ModelIntegrity integrity, DownloadService downloads) {
        this.library = library;
        this.integrity = integrity;
        this.downloads = downloads;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.VERIFY;
    }

    @Override
    public TaskResult run(TaskRun run) throws IOException {
        RepoId repo = run.request().model();
        Set<String> wanted = new HashSet<>(run.request().paths());
        List<ExpectedFile> files = integrity.files(repo).stream()
                .filter(file -> wanted.isEmpty() || wanted.contains(file.path()))
                .toList();
        run.total(files.stream().mapToLong(VerifyWork::bytesToRead).sum());
        if (run.request().bytesPerSecond() > 0) { // nobody waits for it
            run.pauseWhile(() -> downloads.isAnyAtWork() ? "Waits until no download is at work" : null);
        }
        Findings findings = new Findings();
        AtomicLong savedNanos = new AtomicLong(System.nanoTime());
        List<Callable<Object>> parts = new ArrayList<>();
        for (ExpectedFile file : files) {
            Optional<Finding> known = integrity.foundSince(repo, file, run.createdAt());
            if (!file.here()) {
                findings.add(Finding.MISSING, file.path());
            } else if (known.isPresent()) {
                findings.add(known.get(), file.path());
                run.doneBefore(bytesToRead(file));
            } else {
                parts.add(() -> {
                    findings.add(check(run, repo, file), file.path());
                    saveNowAndThen(savedNanos);
                    return true;
                });
            }
        }
        try {
            run.all(parts);
        } finally {
            library.flushAfterJob();
        }
        return findings.result();
    }

    private static long bytesToRead(ExpectedFile file) {
        return file.here() && file.content() != null ? file.sizeBytes() : 0;
    }

    private Finding check(TaskRun run, RepoId repo, ExpectedFile file) throws IOException {
        AtomicLong counted = new AtomicLong();
        Finding finding = integrity.check(repo, file, run::isStopped, read -> {
            long more = read - counted.getAndSet(read);
            run.done(more);
            run.throttle(more);
        });
        run.done(bytesToRead(file) - counted.get());
        return finding;
    }

    /** What a kill loses is read once more. */
    private void saveNowAndThen(AtomicLong savedNanos) throws IOException {
        long now = System.nanoTime();
        long last = savedNanos.get();
        if (now - last > SAVE_INTERVAL_NANOS && savedNanos.compareAndSet(last, now)) {
            library.flushAfterJob();
        }
    }

    /** What was found, by sort. */
    private static final class Findings {

        private final Map<Finding, List<String>> paths = new EnumMap<>(Finding.class);
        private final Map<Finding, Long> counts = new EnumMap<>(Finding.class);

        synchronized void add(Finding finding, String path) {
            counts.merge(finding, 1L, Long::sum);
            List<String> named = paths.computeIfAbsent(finding, sort -> new ArrayList<>());
            if (finding != Finding.VERIFIED && named.size() < TaskResult.MAX_PATHS) {
                named.add(path);
            }
        }

        synchronized TaskResult result() {
            Map<String, Long> told = new LinkedHashMap<>();
            Map<String, List<String>> named = new LinkedHashMap<>();
            for (Finding finding : Finding.values()) {
                told.put(finding.word(), counts.getOrDefault(finding, 0L));
                if (finding != Finding.VERIFIED) {
                    named.put(
                            finding.word(),
                            paths.getOrDefault(finding, List.of()).stream()
                                    .sorted()
                                    .toList());
                }
            }
            return new TaskResult(summary(told), told, named);
        }

        private static String summary(Map<String, Long> counts) {
            String faults = counts.entrySet().stream()
                    .filter(count -> !count.getKey().equals(Finding.VERIFIED.word()) && count.getValue() > 0)
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", "));
            long verified = counts.getOrDefault(Finding.VERIFIED.word(), 0L);
            return (verified == 1 ? "1 file is" : verified + " files are") + " as on the Hub"
                    + (faults.isEmpty() ? "." : "; " + faults + ".");
        }
    }
}
