package io.hfdownloader.view.shape;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is not in a view.
 *
 * @param repo the model
 * @param path the file; null for all of it
 * @param reason why
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record LeftOut(String repo, @Nullable String path, Reason reason) {

    /** Why something is not in a view. */
    @RegisterForReflection
    public enum Reason {
        /** The model, or its variant, is not complete. */
        INCOMPLETE,
        /** Its files are of several commits. */
        MIXED,
        /** A file of it was found damaged. */
        DAMAGED,
        /** It did not come from the Hub, or was changed since. */
        UNKNOWN,
        /** The other program reads no such files. */
        UNFIT,
        /** It is not sure what kind of file it is. */
        UNSURE,
        /** Another program has something of that name there. */
        OCCUPIED,
        /** Another program has changed it there; it stays as it is. */
        CHANGED,
        /** The file here changed just now; the next look publishes it. */
        MOVING,
        /** There is no room for a copy. */
        FULL,
        /** The disk refused it. */
        DISK;

        /** Its name in the API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Reason kept(String word) {
            return Arrays.stream(values())
                    .filter(reason -> reason.word().equals(word))
                    .findFirst()
                    .orElse(DISK);
        }
    }
}
