package io.hfdownloader.input.reference;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What cannot be read.
 *
 * @param reason sentences that say why, and how to write it
 */
public record UnreadableInput(String reason) implements Reference {

    /** What a reader finds, or the sentence with which it refuses. */
    public static Reference orUnreadable(Supplier<Reference> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException refused) {
            return of(refused);
        }
    }

    /** The sentence of a refusal. */
    public static UnreadableInput of(IllegalArgumentException refused) {
        return new UnreadableInput(
                Optional.ofNullable(refused.getMessage()).orElse("This line was not understood. Write owner/name."));
    }
}
