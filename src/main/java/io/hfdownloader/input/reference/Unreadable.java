package io.hfdownloader.input.reference;

import java.util.Locale;

import io.hfdownloader.problem.CodedText;

/** Why a line cannot be read. */
public enum Unreadable {
    /** Whatever has no word of its own. */
    PLAIN,
    TEXT_TOO_LONG,
    TOO_MANY,
    NO_NAME,
    SEARCH_TOO_LONG,
    /** There are signs in the {@code text} that no name has. */
    SIGNS,
    /** A command or call that names no repository; {@code example} is one that does. */
    NO_REPO,
    /** The {@code text} is no address of the Hub. */
    NOT_OF_HUB,
    /** The {@code text} is a name of Ollama's own library. */
    OLLAMA,
    /** A command that fetches nothing. */
    IDLE,
    /** An address of the Hub that is of no repository. */
    PAGE,
    /** The {@code text} is no name of a repository. */
    NAME,
    /** The {@code text} is a place on a disk. */
    ON_DISK,
    /** An address of another site, {@code host}. */
    OTHER_SITE,
    /** The {@code text} is no type of repository. */
    TYPE,
    /** The type by its name and the type that is said are two. */
    TWO_TYPES,
    /** What follows {@code repo} is too long. */
    SUFFIX_TOO_LONG,
    /** A name is missing behind {@code repo}. */
    SUFFIX_MISSING,
    /** Two revisions are named for {@code repo}. */
    TWO_REVISIONS,
    /** The {@code text} is no name of a variant. */
    VARIANT,
    REVISION,
    FILE_NAME,
    TOKEN;

    /** What all of them have in common. */
    public static final String CODE = "unreadable";

    /** Its stable name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** It, in English sentences that say how to write it. */
    public CodedText says(String sentences) {
        return CodedText.of(CODE, word(), sentences);
    }

    /** The same, to be thrown. */
    public UnreadableException because(String sentences) {
        return new UnreadableException(says(sentences));
    }

    /** The same, which names one thing. */
    public UnreadableException because(String sentences, String name, String value) {
        return new UnreadableException(says(sentences).and(name, value));
    }
}
