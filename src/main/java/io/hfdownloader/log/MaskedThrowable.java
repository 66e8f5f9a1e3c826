package io.hfdownloader.log;

import java.util.Arrays;

import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/** A failure as it is written into the log: its words, and those of its causes, with masks in place of secrets. */
final class MaskedThrowable extends Throwable {

    /** More causes than these are not looked at, and left out. */
    private static final int MAX_DEPTH = 20;

    private final String words;

    private MaskedThrowable(Throwable original, int depth) {
        super(null, cause(original, depth), true, true);
        this.words = SecretMasker.masked(original.toString());
        setStackTrace(original.getStackTrace());
        if (depth < MAX_DEPTH) {
            Arrays.stream(original.getSuppressed())
                    .limit(MAX_DEPTH)
                    .forEach(suppressed -> addSuppressed(new MaskedThrowable(suppressed, depth + MAX_DEPTH)));
        }
    }

    /** The same failure where there is nothing to mask. */
    static Throwable of(Throwable original) {
        return holdsSecret(original, 0) ? new MaskedThrowable(original, 0) : original;
    }

    private static @Nullable Throwable cause(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return cause == null || depth >= MAX_DEPTH ? null : new MaskedThrowable(cause, depth + 1);
    }

    private static boolean holdsSecret(Throwable failure, int depth) {
        String words = failure.toString();
        if (!SecretMasker.masked(words).equals(words) || depth >= MAX_DEPTH) {
            return true; // also where nobody has looked
        }
        Throwable cause = failure.getCause();
        return cause != null && holdsSecret(cause, depth + 1)
                || Arrays.stream(failure.getSuppressed()).anyMatch(suppressed -> holdsSecret(suppressed, depth + 1));
    }

    @Override
    public String toString() {
        return words;
    }
}
