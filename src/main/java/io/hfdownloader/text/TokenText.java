package io.hfdownloader.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as people write it, without what came along when it was copied.
 *
 * @param value what is left
 * @param removed what was taken off, in words; a line break at the end is not worth one
 */
public record TokenText(String value, List<String> removed) {

    /** No width, or no more than a mark of direction or of the order of bytes: nobody sees it. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:export\\s+)?(?:HF_TOKEN|HUGGING_FACE_HUB_TOKEN)\\s*[=:]\\s*(.*)", Pattern.DOTALL);
    private static final Pattern SCHEME =
            Pattern.compile("(?:Authorization:\\s*)?Bearer[\\s:]+(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern QUOTED =
            Pattern.compile("[\"'`\u201c\u201e\u2018\u00ab](.*)[\"'`\u201d\u201c\u2019\u00bb]", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile("[$%<{\\[].*", Pattern.DOTALL);
    /** What may follow the scheme in the header (RFC 6750 section 2.1). */
    private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*+");

    private static final int MAX_LAYERS = 4;

    public TokenText {
        removed = List.copyOf(removed);
    }

    public static TokenText of(String written) {
        List<String> removed = new ArrayList<>();
        String text = written.replace("\r", "").replace("\n", "");
        String visible = INVISIBLE.matcher(text).replaceAll("");
        if (!visible.equals(text)) {
            removed.add("invisible characters");
        }
        text = trimmed(visible);
        for (int layer = 0; layer < MAX_LAYERS; layer++) {
            String before = text;
            text = without(ASSIGNMENT, "the name of the variable", text, removed);
            text = without(QUOTED, "quotes", text, removed);
            text = without(SCHEME, "\"Bearer\"", text, removed);
            if (text.equals(before)) {
                break;
            }
        }
        return new TokenText(text, removed);
    }

    /** Of a file: editors of other systems write in two bytes for each character, and say so at its start. */
    public static TokenText of(byte[] file) {
        if (file.length >= 2 && file[0] == (byte) 0xff && file[1] == (byte) 0xfe) {
            return of(new String(file, 2, file.length - 2, StandardCharsets.UTF_16LE));
        }
        if (file.length >= 2 && file[0] == (byte) 0xfe && file[1] == (byte) 0xff) {
            return of(new String(file, 2, file.length - 2, StandardCharsets.UTF_16BE));
        }
        return of(new String(file, StandardCharsets.UTF_8));
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Why it cannot be sent, as the end of a sentence without any of it; empty when it can. It goes into a header. */
    public Optional<String> objection() {
        if (value.isEmpty()) {
            return Optional.of("is empty");
        }
        if (PLACEHOLDER.matcher(value).matches()) {
            return Optional.of("is a placeholder in whose place nothing was put");
        }
        if (value.chars().anyMatch(c -> c == ' ' || c == '\t')) {
            return Optional.of("has a blank in it");
        }
        return TOKEN68.matcher(value).matches() ? Optional.empty() : Optional.of("has characters that no token has");
    }

    private static String without(Pattern around, String words, String text, List<String> removed) {
        Matcher matcher = around.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        if (!removed.contains(words)) {
            removed.add(words);
        }
        return trimmed(matcher.group(1));
    }

    /** Also of the blanks that {@code strip} leaves: those that do not break a line. */
    private static String trimmed(String text) {
        return text.replaceAll("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$", "");
    }

    /** What was taken off, as a part of a sentence; empty when nothing was. */
    public String removedWords() {
        return removed.isEmpty() ? "" : ", without " + String.join(" and ", removed);
    }
}
