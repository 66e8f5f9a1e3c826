package io.hfdownloader.library.bin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * Something in the bin.
 *
 * @param id its name
 * @param repo whose it is; null for what no repo can have
 * @param name what the model is called for users
 * @param folder where it was, below the models directory, with {@code /}; empty for the directory itself
 * @param whole whether all of that folder is here
 * @param label the variant that it is; null when it is not one
 * @param paths of its files, within the folder; of many only the first
 * @param files how many files there are
 * @param bytes what they take, and give back when they go
 * @param commit the commit that they are of; null when that is not known
 * @param revision the branch, tag or commit that its folder followed; null when that was not known
 * @param hold what its owner had chosen to be told of its updates, as whoever keeps that writes it down; null for nothing, and where
 *     it is not the whole of it
 * @param reason why it is here
 * @param since when it came
 */
public record BinEntry(
        String id,
        @Nullable RepoId repo,
        String name,
        String folder,
        boolean whole,
        @Nullable String label,
        List<String> paths,
        long files,
        long bytes,
        @Nullable String commit,
        @Nullable String revision,
        @Nullable String hold,
        BinReason reason,
        Instant since) {

    /** For people, who read no more; ten thousand entries stay in memory. */
    static final int MAX_PATHS = 10;

    public BinEntry {
        paths = List.copyOf(paths.subList(0, Math.min(paths.size(), MAX_PATHS)));
    }

    /** When it goes by itself; it goes sooner where room is needed. */
    public Instant until(Duration window) {
        return since.plus(window);
    }
}
