package io.hfdownloader.progress;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where one file of a download stands. */
public enum FileState {
    /** Its turn has not come. */
    QUEUED,
    /** What is on the disk is being checked. */
    CHECKING,
    /** Its bytes are arriving. */
    DOWNLOADING,
    /** All bytes are here, the hash is being computed. */
    VERIFYING,
    /** In place, hash checked. */
    COMPLETED,
    /** Given up, see its last error. */
    FAILED;

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
