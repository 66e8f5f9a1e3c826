package io.hfdownloader.library.integrity;

import io.hfdownloader.hub.RepoFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of a model, and what it should be.
 *
 * @param path its path in the repo
 * @param commit the commit that it is of; null where no hash of it is known
 * @param content what it should be; null where no hash of it is known
 * @param sizeBytes how long it is, or should be where it is not here
 * @param here whether anything stands in its place
 */
public record ExpectedFile(
        String path, @Nullable String commit, @Nullable RepoFile content, long sizeBytes, boolean here) {}
