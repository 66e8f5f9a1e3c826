package io.hfdownloader.input.reference;

import java.util.Optional;
import java.util.function.Supplier;

import io.hfdownloader.problem.CodedText;

/**
 * What cannot be read.
 *
 * @param why sentences that say it, and how to write it
 */
public record UnreadableInput(CodedText why) implements Reference {

    /** The sentences. */
    public String reason() {
        return why.detail();
    }

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
                refused instanceof UnreadableException known
                        ? known.why()
                        : Unreadable.PLAIN.says(Optional.ofNullable(refused.getMessage())
                                .orElse("This line was not understood. Write owner/name.")));
    }
}
