package io.hfdownloader.input.reference;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What cannot be read.
 *
 * @param reason sentences that say why, and how to write it
 */
public record Unreadable(String reason) implements Meaning {

    /** What a reader finds, or the sentence with which it refuses. */
    public static Meaning unlessRead(Supplier<Meaning> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException refused) {
            return of(refused);
        }
    }

    /** The sentence of a refusal. */
    public static Unreadable of(IllegalArgumentException refused) {
        return new Unreadable(
                Optional.ofNullable(refused.getMessage()).orElse("This line was not understood. Write owner/name."));
    }
}
