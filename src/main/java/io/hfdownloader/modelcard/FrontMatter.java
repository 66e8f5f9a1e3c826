package io.hfdownloader.modelcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What stands in YAML at the head of a card, for machines. It is not parsed, as it may be anything; one field is looked for by its form.
 *
 * @param rest the text behind it; all of it where there is none
 * @param language the language, when it names one and no other; else null
 */
record FrontMatter(String rest, @Nullable String language) {

    private static final String FENCE = "---";
    private static final String FIELD = "language:";
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    static FrontMatter of(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (!lineAt(text, start).stripTrailing().equals(FENCE)) {
            return new FrontMatter(text, null);
        }
        List<String> lines = new ArrayList<>();
        for (int at = behindLine(text, start); at < text.length(); at = behindLine(text, at)) {
            String line = lineAt(text, at);
            if (line.stripTrailing().equals(FENCE)) {
                return new FrontMatter(text.substring(behindLine(text, at)), language(lines));
            }
            lines.add(line);
        }
        return new FrontMatter(text, null); // a line across the page, and no end of anything
    }

    private static @Nullable String language(List<String> lines) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FIELD)) {
                String value = lines.get(i).substring(FIELD.length()).replaceAll("[\\[\\]]", " ");
                named.addAll(List.of(value.split(",", -1)));
                for (int item = i + 1; item < lines.size() && lines.get(item).matches("\\s*-\\s.*"); item++) {
                    named.add(lines.get(item).replaceFirst("\\s*-", ""));
                }
            }
        }
        List<String> codes = named.stream()
                .map(name -> name.replaceAll("[\"']", "").strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return codes.size() == 1 && LANGUAGES.contains(codes.get(0)) ? codes.get(0) : null;
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
