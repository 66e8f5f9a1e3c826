package io.hfdownloader.web.page;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.problem.CodedText;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * Tells problems and waits in the language of a page, by their code and what they name. {@code problem-text.js} does the same of
 * what the API tells.
 */
public final class ToldProblem {

    private static final String PLAIN = "plain";

    private ToldProblem() {}

    /**
     * The whole of it, else its kind in a few words, as of a failure that an older version kept without what it names. Empty in
     * English, which is what the API speaks, and for a code that there is not.
     */
    public static Optional<String> tell(String code, Map<String, String> parameters, Messages messages) {
        if (messages.language().equals(Locale.ENGLISH)) {
            return Optional.empty();
        }
        Map<String, String> values = values(parameters, messages);
        Stream<String> whole = Stream.of(parameters.getOrDefault("reason", PLAIN), PLAIN, "no-time")
                .map(reason -> "told." + code + "." + reason);
        return Stream.concat(whole, Stream.of("problem." + code, "wait." + code))
                .filter(key -> messages.has(key, values))
                .findFirst()
                .map(key -> messages.text(key, values));
    }

    /**
     * What is said to the reader.
     *
     * @param english whether it is in English on a page that is not
     */
    @TemplateData
    record Spoken(String text, boolean english) {

        static final Spoken NOTHING = new Spoken("", false);

        /** @param coded null for a sentence that was kept without */
        static Spoken of(@Nullable CodedText coded, String sentence, Messages messages) {
            return Optional.ofNullable(coded)
                    .flatMap(known -> tell(known.code(), known.parameters(), messages))
                    .map(told -> new Spoken(told, false))
                    .orElseGet(() -> new Spoken(sentence, !messages.language().equals(Locale.ENGLISH)));
        }
    }

    private static Map<String, String> values(Map<String, String> parameters, Messages messages) {
        Map<String, String> values = new HashMap<>();
        parameters.forEach((name, value) -> values.put(name, value(name, value, messages)));
        return values;
    }

    private static String value(String name, String value, Messages messages) {
        try {
            if (name.endsWith("Bytes")) {
                return Formats.bytes(Long.parseLong(value), messages);
            }
            FormattedTime time = name.equals("until") ? FormattedTime.of(Instant.parse(value)) : null;
            return time == null ? value : time.text();
        } catch (NumberFormatException | DateTimeParseException unreadable) {
            return value;
        }
    }
}
