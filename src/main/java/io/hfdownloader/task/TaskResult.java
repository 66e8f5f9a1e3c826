package io.hfdownloader.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.hfdownloader.adopt.FoundModel;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What came of a task.
 *
 * @param summary a sentence that says it
 * @param counts how many there are of each sort: of a verification files that are {@code verified}, {@code damaged}, {@code changed},
 *     {@code missing} and {@code unknown}, of a repair {@code repaired} files and {@code bytesFetched}; of a look for what can be
 *     adopted those that are {@code proved}, {@code partly}, {@code different} and {@code unknown}, of an adoption what is
 *     {@code adopted}, {@code left} and {@code refused}
 * @param paths the first of them by sort, but for those that are as they should be
 * @param found what can be adopted; empty for all other tasks
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record TaskResult(
        String summary, Map<String, Long> counts, Map<String, List<String>> paths, List<FoundModel> found) {

    /** So many paths of a sort are told. */
    public static final int MAX_PATHS = 1_000;

    public TaskResult {
        counts = counts == null ? Map.of() : new LinkedHashMap<>(counts);
        paths = paths == null ? Map.of() : new LinkedHashMap<>(paths);
        found = found == null ? List.of() : List.copyOf(found);
    }

    public TaskResult(String summary, Map<String, Long> counts, Map<String, List<String>> paths) {
        this(summary, counts, paths, List.of());
    }

    /** One of which there is no more to say. */
    public static TaskResult of(String summary) {
        return new TaskResult(summary, Map.of(), Map.of());
    }
}
