package io.hfdownloader.task.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;

/**
 * What the last verification of a model found that its files do not tell by themselves: which of them are missing, and which
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
        Map<String, TaskView> last = new HashMap<>();
        for (TaskView task : tasks.besideDownloads()) {
            if (task.kind() == TaskKind.VERIFY && task.state() == TaskState.COMPLETED && task.result() != null) {
                last.putIfAbsent(task.type() + "s/" + task.folder(), task);
            }
        }
        return model -> found(last.get(String.valueOf(model.repo())), model);
    }

    private static Found found(@Nullable TaskView task, LibraryModel model) {
        if (task == null || task.result() == null) {
            return Found.NOTHING;
        }
        TaskResult result = task.result();
        List<String> missing = result.paths().getOrDefault(Finding.MISSING.word(), List.of());
        Set<String> changed = Set.copyOf(result.paths().getOrDefault(Finding.CHANGED.word(), List.of()));
        if (missing.isEmpty() && changed.isEmpty()) {
            return Found.NOTHING;
        }
        Set<String> here = model.files().stream().map(LibraryFile::path).collect(Collectors.toSet());
        Instant ended = Objects.requireNonNullElse(task.endedAt(), Instant.MAX);
        return new Found(
                here.size() < seen(result) || writtenSince(model, ended)
                        ? List.of() // some were deleted since, or it came anew: then nobody knows what is missed
                        : missing.stream().filter(path -> !here.contains(path)).toList(),
                model.files().stream()
                        .filter(file -> changed.contains(file.path())
                                && !file.modified().isAfter(ended))
                        .map(LibraryFile::path)
                        .toList());
    }

    private static boolean writtenSince(LibraryModel model, Instant moment) {
        return model.updatedAt() != null && model.updatedAt().isAfter(moment);
    }

    /** How many files were here then. */
    private static long seen(TaskResult result) {
        return result.counts().entrySet().stream()
                .filter(count -> !count.getKey().equals(Finding.MISSING.word()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
