package io.hfdownloader.task;

import java.util.List;

import io.hfdownloader.hub.RepoId;

/**
 * What is asked for.
 *
 * @param kind what is to be done
 * @param repo the model that it is done to, by its folder
 * @param paths files of it that are meant; empty for all
 * @param bytesPerSecond how much it may read in a second; 0 for no limit
 */
public record TaskRequest(TaskKind kind, RepoId repo, List<String> paths, long bytesPerSecond) {

    /** So many paths can be named. */
    public static final int MAX_PATHS = 10_000;

    public TaskRequest {
        paths = paths.stream().distinct().sorted().toList();
    }

    public TaskRequest(TaskKind kind, RepoId repo, List<String> paths) {
        this(kind, repo, paths, 0);
    }

    /** Whether whoever asks for the one gets all that he wants by the other, which is under way. */
    boolean isSameAs(TaskRequest other) {
        return kind == other.kind
                && repo.equals(other.repo)
                && paths.equals(other.paths)
                && (!isThrottled() || other.isThrottled());
    }

    /** Whether it is one that takes its time, and ends with its hours. */
    boolean isThrottled() {
        return bytesPerSecond > 0;
    }
}
