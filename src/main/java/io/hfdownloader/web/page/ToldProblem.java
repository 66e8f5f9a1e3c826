package io.hfdownloader.web.page;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells problems and waits in the language of a page, by their code and what they name. {@code problem-text.js} does the same of
 * what the API tells.
 */
final class ToldProblem {

    private static final String PLAIN = "plain";

    private ToldProblem() {}

    /**
     * The whole of it; empty where there is no such text, or it needs what is not named: then the API's sentence, which is English,
     * has to do. In English that is what is shown.
     */
    static Optional<String> tell(String code, Map<String, String> parameters, Messages messages) {
        if (messages.language().equals(Locale.ENGLISH)) {
            return Optional.empty();
        }
        Map<String, String> values = values(parameters, messages);
        return Stream.of(parameters.getOrDefault("reason", PLAIN), PLAIN, "no-time")
                .filter(reason -> messages.has("told." + code + "." + reason, values))
                .findFirst()
                .map(reason -> messages.text("told." + code + "." + reason, values));
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
