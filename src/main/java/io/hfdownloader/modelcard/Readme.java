package io.hfdownloader.modelcard;

import java.nio.charset.StandardCharsets;

import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/**
 * The text of a README.
 *
 * @param markdown without what stands before it for machines; secrets are masked
 * @param cut whether there was more
 * @param language the one language that it names for itself; else null
 */
record Readme(String markdown, boolean cut, @Nullable String language) {

    /** That of a repo without one. */
    static final Readme NONE = new Readme("", false, null);

    /**
     * What a card may cost to read: a parser makes up to 3 kB of objects for a line and 1 kB for a mark, so that less than 35 MB are
     * held at a time. An honest README of 256 KiB has five thousand lines.
     */
    private static final int MAX_COST = 60_000;

    private static final int COST_OF_LINE = 4;
    private static final String MARKS = "*_~`[]!<>&|\\";

    /**
     * Reads a file, and cuts one that is too long, or would cost too much, at the end of a line, where it has lines.
     *
     * @param bytes the file's first bytes, of which there are more than {@code maxBytes} when it is longer than that
     */
    static Readme of(byte[] bytes, int maxBytes) {
        boolean cut = bytes.length > maxBytes;
        int end = cut ? endWithin(bytes, maxBytes) : bytes.length;
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        FrontMatter front = FrontMatter.of(text.startsWith("\ufeff") ? text.substring(1) : text);
        String affordable = affordable(front.rest());
        return new Readme(
                SecretMasker.withoutTokens(affordable),
                cut || affordable.length() < front.rest().length(),
                front.language());
    }

    private static int endWithin(byte[] bytes, int maxBytes) {
        for (int end = maxBytes; end > 0; end--) {
            if (bytes[end - 1] == '\n' || bytes[end - 1] == '\r') {
                return end;
            }
        }
        int end = maxBytes;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) { // within a character
            end--;
        }
        return end;
    }

    private static String affordable(String text) {
        int cost = 0;
        int line = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean endsLine = c == '\n' || c == '\r';
            cost += endsLine ? COST_OF_LINE : MARKS.indexOf(c) < 0 ? 0 : 1;
            if (cost > MAX_COST) {
                return text.substring(0, line > 0 ? line : i);
            }
            line = endsLine ? i + 1 : line;
        }
        return text;
    }
}
