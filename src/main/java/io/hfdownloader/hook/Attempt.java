package io.hfdownloader.hook;

import java.time.Duration;

import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/**
 * How one try to tell has ended.
 *
 * @param verdict what follows from it
 * @param detail what there is to say about it, as the end of a sentence
 * @param after how long the receiver asks to be left alone; null where it does not
 */
record Attempt(Verdict verdict, CodedText detail, @Nullable Duration after) {

    enum Verdict {
        DELIVERED,
        /** The same may be taken later. */
        PASSING,
        REFUSED
    }

    static Attempt delivered(CodedText detail) {
        return new Attempt(Verdict.DELIVERED, detail, null);
    }

    static Attempt refused(CodedText detail) {
        return new Attempt(Verdict.REFUSED, detail, null);
    }

    static Attempt passing(CodedText detail, @Nullable Duration after) {
        return new Attempt(Verdict.PASSING, detail, after);
    }
}
