package io.hfdownloader.download;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a download stands. */
public enum DownloadState {
    QUEUED,
    RESOLVING,
    DOWNLOADING,
    VERIFYING,
    COMPLETED,
    PAUSED,
    FAILED,
    CANCELLED;

    /** The word in JSON and on disk. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Holds a place among the active downloads. */
    public boolean isActive() {
        return this == RESOLVING || this == DOWNLOADING || this == VERIFYING;
    }

    /** Nothing more will happen unless the user asks for it. */
    public boolean hasEnded() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
