package io.hfdownloader.progress;

import org.jspecify.annotations.Nullable;

/**
 * What had to be tried again.
 *
 * @param tries tries that failed since the work started, over all files
 * @param lastError what went wrong last, or null
 */
public record Retries(int tries, @Nullable String lastError) {

    /** Nothing had to be. */
    public static final Retries NONE = new Retries(0, null);
}
