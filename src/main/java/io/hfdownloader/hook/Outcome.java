package io.hfdownloader.hook;

import java.util.Locale;

import io.hfdownloader.problem.CodedText;

/** What came of a try to tell. */
public enum Outcome {
    /** The {@code server} took it, with {@code status}. */
    TAKEN,
    /** The {@code server} refused it, with {@code status}, and perhaps {@code words} of its own. */
    REFUSED,
    /** The {@code server} answered with a redirect, {@code status}. */
    REDIRECT,
    /** The {@code server} knows nobody under the key of the address. */
    NOBODY,
    TIMEOUT,
    /** The {@code server} broke the connection off. */
    BROKEN,
    /** The command ended with {@code status} 0. */
    ENDED,
    /** It ended with another {@code status}; its last line are {@code words}. */
    ENDED_BADLY,
    /** It had not ended after {@code time}. */
    STOPPED,
    /** The same, and it did not obey. */
    KILLED,
    /** The command could not be started, for the system's {@code words}. */
    NOT_STARTED,
    /** This program ended. */
    SHUTDOWN,
    /** A fault of ours. */
    FAULT;

    /** What all of them have in common. */
    public static final String CODE = "delivery";

    private static final String UNREACHABLE = "unreachable-";

    /** Its stable name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** That there was no connection to the {@code server}, for one of {@code FailureReason}'s words. */
    static String unreachable(String cause) {
        return UNREACHABLE + cause;
    }

    /** It, as the end of an English sentence. */
    CodedText says(String sentence) {
        return CodedText.of(CODE, word(), sentence);
    }
}
