package io.hfdownloader.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.hfdownloader.text.UntrustedText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Something said to the user that is no problem of a request: a note, an objection, what went wrong last. Whoever speaks another
 * language tells it by its code. Immutable, and of bounded size: names in it are cut and shown harmlessly.
 *
 * @param code what family it belongs to, a stable word
 * @param parameters what it names, as of a {@link Parameters problem}; {@code reason} tells apart what belongs to one family
 * @param detail the same in English, as a sentence or a part of one
 */
@RegisterForReflection
public record CodedText(String code, Map<String, String> parameters, String detail) {

    private static final String REASON = "reason";
    private static final int MAX_PARAMETERS = 16;
    private static final int MAX_VALUE_CHARS = 400;

    public CodedText {
        Map<String, String> bounded = new LinkedHashMap<>();
        if (parameters != null) { // a file may lack it
            parameters.entrySet().stream()
                    .limit(MAX_PARAMETERS)
                    .forEach(one -> bounded.put(
                            one.getKey(), UntrustedText.name(String.valueOf(one.getValue()), MAX_VALUE_CHARS)));
        }
        parameters = Collections.unmodifiableMap(bounded);
    }

    /** One of a family. */
    public static CodedText of(String code, String reason, String detail) {
        return new CodedText(code, Map.of(REASON, reason), detail);
    }

    /** What a failure says; of one that is none of ours, as a fault of ours. */
    public static CodedText of(Throwable failure) {
        String detail = String.valueOf(failure.getMessage());
        return failure instanceof ProblemException problem
                ? of(problem, detail)
                : new CodedText(ProblemType.INTERNAL.slug(), Map.of(), detail);
    }

    private static CodedText of(ProblemException problem, String detail) {
        return new CodedText(problem.problem().slug(), problem.parameters().toMap(), detail);
    }

    /** The same, naming one thing more; the same where that has no value. */
    public CodedText and(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value.toString());
        return new CodedText(code, more, detail);
    }
}
