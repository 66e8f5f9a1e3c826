package io.hfdownloader.adopt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What is done to what was found. */
@RegisterForReflection
public enum How {
    /** It has its place in the library from then on, and no other; from another disk it is copied there first. */
    MOVE,
    /** The library has a file of its own with the same bytes, which takes as much room again; what was found is on another disk. */
    COPY,
    /** The library has a second name of the same file. */
    HARDLINK,
    /** The library has a file of its own that shares the blocks. */
    REFLINK,
    /** Nothing. */
    LEAVE;

    /** Its name in the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this name. */
    public static Optional<How> of(String word) {
        return Arrays.stream(values()).filter(how -> how.word().equals(word)).findFirst();
    }

    @JsonCreator
    static How kept(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("Nothing is adopted in that way"));
    }
}
