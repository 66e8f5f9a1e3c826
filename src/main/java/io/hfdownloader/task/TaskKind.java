package io.hfdownloader.task;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a task does. */
public enum TaskKind {
    /** Fetches files from the Hub. */
    DOWNLOAD,
    /** Reads files and compares them with what the Hub has. */
    VERIFY,
    /** Fetches what is damaged or missing. */
    REPAIR,
    /** Looks for models on the disk, or takes them into the library. */
    ADOPT,
    /** Takes a model to another directory. */
    MOVE;

    /** The word in JSON and on disk. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
