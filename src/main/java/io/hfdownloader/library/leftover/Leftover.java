package io.hfdownloader.library.leftover;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something that nobody needs.
 *
 * @param path where it is, below the models directory, with {@code /}
 * @param kind what it is
 * @param bytes its length; of a partial file with what tells of it, holes counted in
 * @param modified its last change
 */
@RegisterForReflection
public record Leftover(String path, Kind kind, long bytes, Instant modified) {

    /** What there is of it. */
    @RegisterForReflection
    public enum Kind {
        /** The beginning of a file that no download wants. */
        PARTIAL_FILE,
        /** A list of the files of a commit of which no file is here. */
        LISTING,
        /** A folder of a model with nothing in it. */
        EMPTY_FOLDER,
        /** What the Python client began and did not end. */
        CLIENT_FILE;

        /** Its stable name. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
