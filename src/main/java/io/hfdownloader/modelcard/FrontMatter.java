package io.hfdownloader.modelcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What stands in YAML at the head of a card, for machines. It is not parsed, as it may be anything; some
 * fields are looked for by their form.
 *
 * @param rest the text behind it; all of it where there is none
 * @param language the language, when it names one and no other; else null
 * @param license the licence, when it names one and no other, by the name that it gives it where that is none of the Hub's; else null
 */
record FrontMatter(
        String rest, @Nullable String language, @Nullable String license) {

    private static final String FENCE = "---";
    private static final String LANGUAGE = "language:";
    private static final String LICENSE = "license:";
    private static final String LICENSE_NAME = "license_name:";
    private static final String OTHER = "other";
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    static FrontMatter of(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (!lineAt(text, start).stripTrailing().equals(FENCE)) {
            return new FrontMatter(text, null, null);
        }
        List<String> lines = new ArrayList<>();
        for (int at = behindLine(text, start); at < text.length(); at = behindLine(text, at)) {
            String line = lineAt(text, at);
            if (line.stripTrailing().equals(FENCE)) {
                return new FrontMatter(text.substring(behindLine(text, at)), language(lines), license(lines));
            }
            lines.add(line);
        }
        return new FrontMatter(text, null, null); // a line across the page, and no end of anything
    }

    private static @Nullable String language(List<String> lines) {
        String code = only(LANGUAGE, lines);
        return code != null && LANGUAGES.contains(code.toLowerCase(Locale.ROOT)) ? code.toLowerCase(Locale.ROOT) : null;
    }

    private static @Nullable String license(List<String> lines) {
        String license = only(LICENSE, lines);
        return OTHER.equals(license) ? Objects.requireNonNullElse(only(LICENSE_NAME, lines), license) : license;
    }

    /** The value of a field that has one; null where there is none, or are several. */
    private static @Nullable String only(String field, List<String> lines) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(field)) {
                String value = lines.get(i).substring(field.length()).replaceAll("[\\[\\]]", " ");
                named.addAll(List.of(value.split(",", -1)));
                for (int item = i + 1; item < lines.size() && lines.get(item).matches("\\s*-\\s.*"); item++) {
                    named.add(lines.get(item).replaceFirst("\\s*-", ""));
                }
            }
        }
        List<String> values = named.stream()
                .map(name -> name.replaceAll("[\"']", "").strip())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return values.size() == 1 ? values.get(0) : null;
    }

    private static String lineAt(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return text.substring(start, end);
    }

    private static int behindLine(String text, int start) {
        int end = start + lineAt(text, start).length();
        if (end < text.length() && text.charAt(end) == '\r') {
            end++;
            return end < text.length() && text.charAt(end) == '\n' ? end + 1 : end;
        }
        return Math.min(end + 1, text.length());
    }
}
