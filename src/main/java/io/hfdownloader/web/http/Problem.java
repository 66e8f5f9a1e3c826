package io.hfdownloader.web.http;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type stable name of the kind of problem
 * @param title the kind in a few words
 * @param status HTTP status
 * @param detail a sentence for the user that says what to do
 * @param hubRequestId the Hub's name of the request it refused, where it gave one
 * @param choices what could have been meant, where there is a choice
 * @param parameters what the sentence names, for those who tell it in other words: all of it text; a name that ends in {@code Bytes}
 *     has a number of bytes, {@code until} a moment, and {@code reason} a stable word that tells apart what one kind may mean
 * @param suggestions ids of repositories that may have been meant by one that there is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String hubRequestId,
        @Nullable Map<String, String> parameters,
        @Nullable List<String> choices,
        @Nullable List<String> suggestions) {

    /** Whoever worded it may have quoted a stranger: secrets are masked. */
    public Problem {
        detail = SecretMasker.masked(detail);
        choices = masked(choices);
        suggestions = masked(suggestions);
    }

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String NAMESPACE = "urn:hf-downloader:problem:";

    static Problem of(ProblemType type, String detail, @Nullable String hubRequestId) {
        return of(type, detail, hubRequestId, Map.of(), List.of());
    }

    /** With what its sentence names, and what could have been meant, where that is a choice. */
    public static Problem of(
            ProblemType type,
            String detail,
            @Nullable String hubRequestId,
            Map<String, String> parameters,
            List<String> choices) {
        return of(type, detail, hubRequestId, parameters, choices, List.of());
    }

    private static Problem of(
            ProblemType type,
            String detail,
            @Nullable String hubRequestId,
            Map<String, String> parameters,
            List<String> choices,
            List<String> suggestions) {
        return new Problem(
                NAMESPACE + type.slug(),
                type.title(),
                type.status(),
                detail,
                hubRequestId,
                parameters.isEmpty() ? null : parameters,
                choices.isEmpty() ? null : choices,
                suggestions.isEmpty() ? null : suggestions);
    }

    /** What a failure tells. */
    public static Problem of(ProblemException failure) {
        return of(
                failure.problem(),
                failure.detail(),
                failure.requestId().orElse(null),
                failure.parameters().toMap(),
                failure.choices(),
                failure.suggestions());
    }

    private static @Nullable List<String> masked(@Nullable List<String> texts) {
        return texts == null ? null : texts.stream().map(SecretMasker::masked).toList();
    }
}
