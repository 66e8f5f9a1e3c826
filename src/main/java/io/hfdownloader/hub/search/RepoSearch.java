package io.hfdownloader.hub.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoType;

/**
 * What to look for on the Hub.
 *
 * @param type models, datasets or spaces
 * @param words parts of the id; empty for what is popular
 * @param sort order of the results, always the largest or newest first
 * @param limit how many results at most, 1 to {@value #MAX_LIMIT}
 * @param filter what they must be
 */
public record RepoSearch(RepoType type, String words, Sort sort, int limit, SearchFilter filter) {

    /** More results than this are not asked for at once. */
    public static final int MAX_LIMIT = 100;

    /** Longer words are not looked for. */
    public static final int MAX_WORDS_CHARS = 200;

    public RepoSearch {
        if (words.length() > MAX_WORDS_CHARS) {
            throw new IllegalArgumentException(
                    "The search is longer than " + MAX_WORDS_CHARS + " characters. Search for a part of the name.");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ".");
        }
        if (type != RepoType.MODEL && filter.isOfModels()) {
            throw new IllegalArgumentException("Only models have a format, a task and parameters. Leave format, task,"
                    + " minParameters and maxParameters out, or search for models.");
        }
    }

    /** Whatever the results are. */
    public RepoSearch(RepoType type, String words, Sort sort, int limit) {
        this(type, words, sort, limit, SearchFilter.NONE);
    }

    /** The same for so many results, {@value #MAX_LIMIT} at most. */
    public RepoSearch withLimit(int results) {
        return new RepoSearch(type, words, sort, Math.min(MAX_LIMIT, results), filter);
    }

    /** The orders that the Hub knows. */
    public enum Sort {
        TRENDING("trendingScore"),
        DOWNLOADS("downloads"),
        LIKES("likes"),
        LAST_MODIFIED("lastModified"),
        CREATED_AT("createdAt");

        private final String word;

        Sort(String word) {
            this.word = word;
        }

        /** The Hub's name for it. */
        public String word() {
            return word;
        }

        /** By the Hub's name, in any case; {@code trending} is understood as well. */
        public static Optional<Sort> of(String text) {
            String wanted = text.toLowerCase(Locale.ROOT);
            return wanted.equals("trending")
                    ? Optional.of(TRENDING)
                    : Arrays.stream(values())
                            .filter(sort -> sort.word.toLowerCase(Locale.ROOT).equals(wanted))
                            .findFirst();
        }

        /** All names, for a sentence. */
        public static String words() {
            return Arrays.stream(values()).map(Sort::word).collect(Collectors.joining(", "));
        }
    }
}
