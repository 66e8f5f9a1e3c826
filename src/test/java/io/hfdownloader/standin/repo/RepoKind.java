package io.hfdownloader.standin.repo;

import java.util.Arrays;
import java.util.Optional;

/** The three kinds of repositories, with the words that stand for them in addresses. */
public enum RepoKind {
    MODEL("models"),
    DATASET("datasets"),
    SPACE("spaces");

    private final String plural;

    RepoKind(String plural) {
        this.plural = plural;
    }

    public String plural() {
        return plural;
    }

    /** What stands before the id in addresses of files: nothing for models. */
    public String filePrefix() {
        return this == MODEL ? "" : plural + "/";
    }

    public static Optional<RepoKind> ofPlural(String word) {
        return Arrays.stream(values()).filter(kind -> kind.plural.equals(word)).findFirst();
    }
}
