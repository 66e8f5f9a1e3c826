package io.hfdownloader.web.api;

import java.util.Optional;

import io.hfdownloader.hub.RepoType;
import io.hfdownloader.hub.search.ModelFormat;
import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.SearchFilter;
import io.hfdownloader.web.http.ApiException;

/** Reads what is searched for from the parameters of an address, where an empty one is one that was left out. */
final class SearchParameters {

    static final int DEFAULT_LIMIT = 20;

    private SearchParameters() {}

    /** What is looked for, in which order, and how much of it. */
    record Wanted(Optional<String> words, Optional<String> type, Optional<String> sort, Optional<String> limit) {}

    /** What it must be. */
    record Traits(Optional<String> format, Optional<String> task, Optional<String> license, Optional<String> author) {}

    /** How many parameters it must have. */
    record Size(Optional<String> min, Optional<String> max) {}

    /**
     * The search that is meant.
     *
     * @throws ApiException with a sentence on what to write
     */
    static RepoSearch search(Wanted wanted, Traits traits, Size size) {
        try {
            return new RepoSearch(
                    given(wanted.type()).map(SearchParameters::type).orElse(RepoType.MODEL),
                    wanted.words().orElse(""),
                    given(wanted.sort()).map(SearchParameters::sort).orElse(RepoSearch.Sort.TRENDING),
                    given(wanted.limit()).map(SearchParameters::limit).orElse(DEFAULT_LIMIT),
                    new SearchFilter(
                            given(traits.format()).map(SearchParameters::format).orElse(null),
                            given(traits.task()).orElse(null),
                            given(traits.license()).orElse(null),
                            given(traits.author()).orElse(null),
                            new ParameterRange(
                                    count("minParameters", size.min()).orElse(ParameterRange.ANY.min()),
                                    count("maxParameters", size.max()).orElse(ParameterRange.ANY.max()))));
        } catch (IllegalArgumentException bad) {
            throw ApiException.of("search", bad);
        }
    }

    private static Optional<String> given(Optional<String> text) {
        return text.map(String::strip).filter(word -> !word.isEmpty());
    }

    private static RepoType type(String text) {
        return RepoType.of(text)
                .or(() -> RepoType.of(text.replaceFirst("s$", "")))
                .orElseThrow(() -> new IllegalArgumentException("type must be model, dataset or space."));
    }

    private static RepoSearch.Sort sort(String text) {
        return RepoSearch.Sort.of(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("sort must be one of " + RepoSearch.Sort.words() + "."));
    }

    private static ModelFormat format(String text) {
        return ModelFormat.of(text)
                .orElseThrow(() -> new IllegalArgumentException("format must be one of " + ModelFormat.words() + "."));
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("limit must be between 1 and " + RepoSearch.MAX_LIMIT + ".");
        }
        return Integer.parseInt(text);
    }

    private static Optional<Long> count(String name, Optional<String> text) {
        return given(text)
                .map(number -> ParameterRange.count(number)
                        .orElseThrow(() -> new IllegalArgumentException(
                                name + " must be a number of parameters, such as 500M, 8B or 8000000000.")));
    }
}
