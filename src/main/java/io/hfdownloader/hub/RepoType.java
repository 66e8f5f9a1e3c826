package io.hfdownloader.hub;

import java.util.Arrays;
import java.util.Optional;

/** The three kinds of repositories a Hub has. */
public enum RepoType {
    MODEL("model", "models", ""),
    DATASET("dataset", "datasets", "datasets/"),
    SPACE("space", "spaces", "spaces/");

    private final String word;
    private final String plural;
    private final String filePrefix;

    RepoType(String word, String plural, String filePrefix) {
        this.word = word;
        this.plural = plural;
        this.filePrefix = filePrefix;
    }

    /** The word in JSON: {@code model}, {@code dataset} or {@code space}. */
    public String word() {
        return word;
    }

    /** The path segment in API addresses: {@code models}, {@code datasets} or {@code spaces}. */
    public String plural() {
        return plural;
    }

    /** What stands before a repo's id in addresses of pages and files; empty for models. */
    public String filePrefix() {
        return filePrefix;
    }

    /** Reads {@code model} or {@code models} and so on; empty for any other text. */
    public static Optional<RepoType> of(String text) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(text) || type.plural.equals(text))
                .findFirst();
    }
}
