package io.hfdownloader.task.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.integrity.Finding;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskState;
import io.hfdownloader.task.TaskView;
import io.hfdownloader.task.Tasks;

/**
 * What the last verifications of a model found that its files do not tell by themselves: which of them are missing, and which
 * another program has changed. No method blocks; all are safe for any thread.
 */
@ApplicationScoped
public class LastFindings {

    /**
     * What is the matter with the files of one model.
     *
     * @param missing paths of files that came from the Hub and are not here
     * @param changed paths of files that were written since, perhaps on purpose
     */
    public record Found(List<String> missing, List<String> changed) {

        /** Nothing, as far as is known. */
        public static final Found NOTHING = new Found(List.of(), List.of());

        public Found {
            missing = List.copyOf(missing);
            changed = List.copyOf(changed);
        }
    }

    private final Tasks tasks;

    LastFindings(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Tells it of each model, as far as it still holds: what has come back, or was written anew or deleted since, is not told. */
    public Function<LibraryModel, Found> byModel() {
        Map<String, List<TaskView>> last = new HashMap<>();
        for (TaskView task : tasks.besideDownloads()) {
            if (task.kind() == TaskKind.VERIFY && task.state() == TaskState.COMPLETED && task.result() != null) {
                last.computeIfAbsent(task.type() + "s/" + task.folder(), model -> new ArrayList<>())
                        .add(task);
            }
        }
        return model -> found(last.getOrDefault(String.valueOf(model.repo()), List.of()), model);
    }

    /**
     * The last one of the whole model tells of all files, those of single files after it of theirs.
     *
     * @param tasks verifications of it that have ended, newest first
     */
    static Found found(List<TaskView> tasks, LibraryModel model) {
        Looked looked = new Looked(model);
        for (TaskView task : tasks) {
            looked.add(task);
            if (task.paths().isEmpty()) {
                break;
            }
        }
        return looked.found();
    }

    /** What verifications say of one model, each older one of the files that no newer one was of. */
    private static final class Looked {

        private final LibraryModel model;
        private final Set<String> here;
        private final Set<String> told = new HashSet<>();
        private final Set<String> missing = new TreeSet<>();
        private final Set<String> changed = new TreeSet<>();

        Looked(LibraryModel model) {
            this.model = model;
            this.here = model.files().stream().map(LibraryFile::path).collect(Collectors.toSet());
        }

        void add(TaskView task) {
            TaskResult result = task.result();
            if (result == null) {
                return;
            }
            Instant ended = Objects.requireNonNullElse(task.endedAt(), Instant.MAX);
            Set<String> wasMissing = paths(result, Finding.MISSING);
            Set<String> wasChanged = paths(result, Finding.CHANGED);
            if (!wasMissing.isEmpty() && !isOutdated(task, result, wasMissing, ended)) {
                wasMissing.stream()
                        .filter(path -> !here.contains(path) && !told.contains(path))
                        .forEach(missing::add);
            }
            if (!wasChanged.isEmpty()) {
                model.files().stream()
                        .filter(file -> wasChanged.contains(file.path()) && !told.contains(file.path()))
                        .filter(file -> !file.modified().isAfter(ended))
                        .forEach(file -> changed.add(file.path()));
            }
            told.addAll(task.paths());
        }

        /** Some were deleted since, or it came anew: then nobody knows what is missed. */
        private boolean isOutdated(TaskView task, TaskResult result, Set<String> wasMissing, Instant ended) {
            boolean deleted = task.paths().isEmpty()
                    ? here.size() < seen(result)
                    : task.paths().stream().anyMatch(path -> !here.contains(path) && !wasMissing.contains(path));
            return deleted || model.updatedAt() != null && model.updatedAt().isAfter(ended);
        }

        Found found() {
            return missing.isEmpty() && changed.isEmpty()
                    ? Found.NOTHING
                    : new Found(List.copyOf(missing), List.copyOf(changed));
        }
    }

    private static Set<String> paths(TaskResult result, Finding finding) {
        return Set.copyOf(result.paths().getOrDefault(finding.word(), List.of()));
    }

    /** How many files were here then. */
    private static long seen(TaskResult result) {
        return result.counts().entrySet().stream()
                .filter(count -> !count.getKey().equals(Finding.MISSING.word()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
