package io.hfdownloader.library.bin;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Why something is in the bin. */
@RegisterForReflection
public enum BinReason {
    /** Somebody deleted it. */
    DELETED,
    /** An update has something else in its place, or it is gone upstream. */
    REPLACED,
    /** A download that was to bring it was cancelled. */
    CANCELLED;

    /** Its stable name, in the API and on the disk. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this name; what a later version may have written counts as deleted. */
    static BinReason of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst()
                .orElse(DELETED);
    }
}
