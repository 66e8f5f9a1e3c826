package io.hfdownloader.library;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One file in the library.
 *
 * @param path path within the model's folder, with {@code /}
 * @param folder the model's folder
 * @param sizeBytes its length
 * @param modified its last change
 * @param commit the commit it was downloaded at; null when it did not come from the Hub, or was changed since
 * @param etag hash of its content as the Hub gave it; null as above
 * @param verifiedAt when its content was read last and compared with that hash; null when it never was, as it is now
 * @param damaged whether it was found to be another, though nobody had changed the file
 */
public record LibraryFile(
        String path,
        Path folder,
        long sizeBytes,
        Instant modified,
        @Nullable String commit,
        @Nullable String etag,
        @Nullable Instant verifiedAt,
        boolean damaged) {

    /** Where it is. Made anew each time: of hundreds of thousands of files none is held. */
    public Path absolutePath() {
        return folder.resolve(path);
    }

    /** One of which nothing is known but what a look at it tells. */
    public LibraryFile(
            String path,
            Path folder,
            long sizeBytes,
            Instant modified,
            @Nullable String commit,
            @Nullable String etag) {
        this(path, folder, sizeBytes, modified, commit, etag, null, false);
    }

    LibraryFile with(@Nullable Instant verified, boolean isDamaged) {
        return Objects.equals(verified, verifiedAt) && isDamaged == damaged
                ? this
                : new LibraryFile(path, folder, sizeBytes, modified, commit, etag, verified, isDamaged);
    }
}
