package io.hfdownloader.library.bin;

import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * What is put into the bin.
 *
 * @param repo whose it is; null for what no repo can have
 * @param name what the model is called for users: its folder below the models directory
 * @param folder the folder that it is in, or that goes as a whole
 * @param label the variant that it is; null when it is not one
 * @param paths of the files, within the folder
 * @param files how many there are
 * @param bytes what they take
 * @param commit the commit that they are of; null when that is not known
 * @param reason why it goes
 */
public record Deposit(
        @Nullable RepoId repo,
        String name,
        Path folder,
        @Nullable String label,
        List<String> paths,
        long files,
        long bytes,
        @Nullable String commit,
        BinReason reason) {

    public Deposit {
        files = Math.max(files, paths.size());
        paths = List.copyOf(paths.subList(0, Math.min(paths.size(), BinEntry.MAX_PATHS)));
    }
}
