package io.hfdownloader.hub;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One commit of a repo's history.
 *
 * @param commit 40 hex digits
 * @param title first line of its message, on one line and not longer than such lines are; may be empty
 * @param date when it was made, if told
 */
public record RepoCommit(
        String commit, String title, @Nullable Instant date) {}
