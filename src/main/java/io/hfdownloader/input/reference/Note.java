package io.hfdownloader.input.reference;

import java.util.Locale;

import io.hfdownloader.problem.CodedText;

/** What is said of a reference: what was left out of it, or taken for granted. */
public enum Note {
    /** Another folder than ours was named, by {@code option}. */
    PLACE,
    /** A folder for a clone was named. */
    CLONE_FOLDER,
    /** A copy was to have a name of its own. */
    COPY_NAME,
    /** The {@code variant} that a call in Python names is a part of file names. */
    VARIANT_ARGUMENT,
    /** One file of a set stands for the set. */
    WHOLE_SET,
    /** Files were named, and patterns as well. */
    PATTERNS,
    FORCE,
    DRY_RUN,
    /** An {@code option} is not known. */
    OPTION,
    TOKEN,
    /** No variant was named, and the {@code program} would take its usual one. */
    USUAL_VARIANT,
    /** An address was of a page about the repository. */
    PAGE,
    /** An address goes on behind {@code repo}, and nobody knows where to. */
    UNKNOWN_PAGE,
    /** An address was the page of an {@code owner}. */
    OWNER,
    /** Words and a repository stand side by side. */
    MIXED,
    /** What follows a name without an owner was left out. */
    NO_OWNER;

    /** What all of them have in common. */
    public static final String CODE = "note";

    /** Its stable name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** It, in an English sentence. */
    public CodedText says(String sentence) {
        return CodedText.of(CODE, word(), sentence);
    }
}
