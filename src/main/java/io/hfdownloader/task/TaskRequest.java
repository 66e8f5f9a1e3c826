package io.hfdownloader.task;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param kind what is to be done
 * @param repo the model that it is done to, by its folder; null where that is to be found out
 * @param paths files of it that are meant; empty for all
 * @param bytesPerSecond how much it may read in a second; 0 for no limit
 * @param plan under which id the work of its kind keeps the rest of what is asked; null for no such
 * @param root name of the directory that it goes to; null where it stays
 */
public record TaskRequest(
        TaskKind kind,
        @Nullable RepoId repo,
        List<String> paths,
        long bytesPerSecond,
        @Nullable UUID plan,
        @Nullable String root) {

    /** So many paths can be named. */
    public static final int MAX_PATHS = 10_000;

    public TaskRequest {
        paths = paths.stream().distinct().sorted().toList();
    }

    public TaskRequest(TaskKind kind, RepoId repo, List<String> paths) {
        this(kind, repo, paths, 0);
    }

    public TaskRequest(TaskKind kind, RepoId repo, List<String> paths, long bytesPerSecond) {
        this(kind, repo, paths, bytesPerSecond, null, null);
    }

    /** To take a model to another directory. */
    public static TaskRequest move(RepoId repo, String root) {
        return new TaskRequest(TaskKind.MOVE, repo, List.of(), 0, null, root);
    }

    /**
     * The model that it is done to.
     *
     * @throws IllegalStateException where there is none
     */
    public RepoId model() {
        if (repo == null) {
            throw new IllegalStateException("The " + kind.word() + " is of no model");
        }
        return repo;
    }

    /** Whether whoever asks for the one gets all that he wants by the other, which is under way. */
    boolean isSameAs(TaskRequest other) {
        return kind == other.kind
                && Objects.equals(repo, other.repo)
                && Objects.equals(plan, other.plan)
                && paths.equals(other.paths)
                && Objects.equals(root, other.root)
                && (!isThrottled() || other.isThrottled());
    }

    /** Whether it is one that takes its time, and ends with its hours. */
    boolean isThrottled() {
        return bytesPerSecond > 0;
    }
}
