package io.hfdownloader.library;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One file in the library.
 *
 * @param path path within the model's folder, with {@code /}
 * @param absolutePath where it is
 * @param sizeBytes its length
 * @param modified its last change
 * @param commit the commit it was downloaded at; null when it did not come from the Hub, or was changed since
 * @param etag hash of its content as the Hub gave it; null as above
 */
public record LibraryFile(
        String path,
        Path absolutePath,
        long sizeBytes,
        Instant modified,
        @Nullable String commit,
        @Nullable String etag) {}
