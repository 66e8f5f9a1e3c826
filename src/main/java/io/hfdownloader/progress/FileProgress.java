package io.hfdownloader.progress;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far one file of a download is, at one moment.
 *
 * @param path path in the repo
 * @param size bytes
 * @param received bytes that are here
 * @param verified {@code size} once the hash was checked, 0 before
 * @param hashed bytes that have gone through the hash so far
 * @param state where it stands
 * @param via path taken by the bytes: {@code http} or {@code xet}, or null before there was any
 * @param viaReason why another path was left for it, or null
 * @param connections connections at work on it now
 * @param tries failed tries in a row without a new byte
 * @param lastError what went wrong last, or null
 * @param waiting why nothing comes right now, or null
 * @param waitingUntil until when it waits, or null
 */
public record FileProgress(
        String path,
        long size,
        long received,
        long verified,
        long hashed,
        FileState state,
        @Nullable String via,
        @Nullable String viaReason,
        int connections,
        int tries,
        @Nullable String lastError,
        @Nullable String waiting,
        @Nullable Instant waitingUntil) {}
