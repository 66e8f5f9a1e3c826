package io.hfdownloader.library;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.unfinished.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * One repo folder of the library, or a folder that another tool put there.
 *
 * @param repo the repo its place stands for; null when no repo can have this place, as with files at the top
 * @param name its folder below the models directory, with {@code /}; {@code "."} for files at the top
 * @param folder where it is
 * @param commit the commit of the newest download; null when nothing came from the Hub
 * @param mixed whether a file that came from the Hub is an older one than that commit has
 * @param files all files, by path
 * @param variants what can be picked and deleted by itself
 * @param contextLength tokens it was trained for; null when its files do not tell
 * @param sizeBytes sum of the files' sizes
 * @param unfinished what is here of files that are not complete
 * @param complete whether it can be used as it is: false when partial data of its own commit is left, a variant lacks a
 *     file, or the weights are missing altogether; what an update has begun stands beside it
 * @param updatedAt last change of a file; null when there is none
 * @param wholeFolder false for stray files beside the folders of models: their folder is not to be deleted as one
 */
public record LibraryModel(
        @Nullable RepoId repo,
        String name,
        Path folder,
        @Nullable String commit,
        boolean mixed,
        List<LibraryFile> files,
        List<LibraryVariant> variants,
        @Nullable Long contextLength,
        long sizeBytes,
        Unfinished unfinished,
        boolean complete,
        @Nullable Instant updatedAt,
        boolean wholeFolder) {

    public LibraryModel {
        files = List.copyOf(files);
        variants = List.copyOf(variants);
    }

    /** Bytes that have come of files that are not complete. */
    public long partialBytes() {
        return unfinished.bytes();
    }

    /** The same, of whose partial files more has come. */
    LibraryModel withUnfinished(Unfinished now) {
        return new LibraryModel(
                repo,
                name,
                folder,
                commit,
                mixed,
                files,
                variants,
                contextLength,
                sizeBytes,
                now,
                complete,
                updatedAt,
                wholeFolder);
    }
}
