package io.hfdownloader.task;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a task stands. The words are those of downloads, but that all of their work is {@code running}. */
public enum TaskState {
    QUEUED,
    RUNNING,
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** The word in JSON and on disk. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Nothing more will happen. */
    public boolean hasEnded() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
