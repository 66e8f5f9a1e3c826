package io.hfdownloader.input.reference;

import java.util.regex.Pattern;

/** A user's words within a sentence: in quotes, printable, and not long. */
public final class QuotedText {

    private static final int MAX_CHARS = 120;
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");

    private QuotedText() {}

    public static String of(String text) {
        return "\"" + shortened(text, MAX_CHARS) + "\"";
    }

    public static String shortened(String text, int longest) {
        String visible = UNPRINTABLE.matcher(text).replaceAll("?");
        return visible.length() <= longest
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, visible.codePointCount(0, longest))) + "…";
    }
}
