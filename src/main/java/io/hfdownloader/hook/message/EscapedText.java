package io.hfdownloader.hook.message;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Text in which nothing is markup to the service that shows it, and that is no longer than the service takes. It is measured in
 * bytes, which are never fewer than what a service counts, and cut between characters, never within what stands for one.
 */
final class EscapedText {

    private static final String ELLIPSIS = "…";

    /** Invisible, and ends a name that would be one of somebody behind an @. */
    private static final String JOINER = "\u2060";

    private static final String DISCORD_MARKUP = "\\*_~`|>#[]()-+=:<.!";

    private EscapedText() {}

    /** As it is, cut. */
    static String plain(String text, int maxBytes) {
        return cut(text, maxBytes, Character::toString);
    }

    /** Markdown, and mentions of people and roles. */
    static String discord(String text, int maxBytes) {
        return cut(text, maxBytes, c -> DISCORD_MARKUP.indexOf(c) >= 0 ? "\\" + Character.toString(c) : mention(c));
    }

    /** The three characters that begin or end something there. */
    static String slack(String text, int maxBytes) {
        return cut(text, maxBytes, c -> switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> mention(c);
        });
    }

    /** Without a mode of parsing only mentions are left. */
    static String telegram(String text, int maxBytes) {
        return cut(text, maxBytes, EscapedText::mention);
    }

    private static String mention(int c) {
        return c == '@' ? "@" + JOINER : Character.toString(c);
    }

    private static String cut(String text, int maxBytes, IntFunction<String> escaped) {
        StringBuilder whole = new StringBuilder();
        int room = maxBytes - bytes(ELLIPSIS);
        int safe = 0; // length up to which the ellipsis fits behind it
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            String one = escaped.apply(c);
            used += bytes(one);
            if (used > maxBytes) {
                return whole.substring(0, safe) + ELLIPSIS;
            }
            whole.append(one);
            safe = used <= room ? whole.length() : safe;
        }
        return whole.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
