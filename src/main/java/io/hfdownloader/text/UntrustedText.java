package io.hfdownloader.text;

import java.util.regex.Pattern;

/**
 * Makes text from outside harmless: no control character that could forge a line of a log, no invisible or reversing one that
 * makes it look like another text, no secret, and no more characters than were asked for. What is cut ends with an ellipsis and never
 * within a surrogate pair. Takes time in proportion to the limit, however long the text is. Any thread.
 */
public final class UntrustedText {

    /** Characters of a name in a message, unless its place has room for fewer. */
    public static final int MAX_NAME_CHARS = 200;

    /** Characters of a server's own words in a message. */
    public static final int MAX_MESSAGE_CHARS = 300;

    /** Much of a text may go away as blanks and markup; what stands beyond this many times the limit is not looked at. */
    private static final int READ_FACTOR = 16;

    /** Longer ones are cut, and no longer secret by that. */
    private static final int MAX_SECRET_CHARS = 1_000;

    private static final String ELLIPSIS = "…";

    /** Control and format characters, lone surrogates, what has no character assigned, and separators of lines. */
    private static final String HARMFUL = "\\p{C}\\u2028\\u2029";

    private static final Pattern EACH_HARMFUL = Pattern.compile("[" + HARMFUL + "]");
    private static final Pattern GAP = Pattern.compile("[" + HARMFUL + "\\s]+");
    private static final Pattern MARKUP = Pattern.compile("<[^>]{0,200}>");

    private UntrustedText() {}

    /** A name of a file, a repo, a variant and so on: whatever is harmful in it is shown as a question mark. */
    public static String name(String text) {
        return name(text, MAX_NAME_CHARS);
    }

    /** The same, of this many characters at most. */
    public static String name(String text, int maxChars) {
        return cut(EACH_HARMFUL.matcher(start(text, maxChars)).replaceAll("?"), maxChars);
    }

    /** Running text on one line: what is harmful, and blanks in a row, become one blank. May come out empty. */
    public static String line(String text, int maxChars) {
        return cut(GAP.matcher(start(text, maxChars)).replaceAll(" ").strip(), maxChars);
    }

    /** What a server says of a failure, to be quoted in a message: on one line and without HTML. May come out empty. */
    public static String message(String text) {
        return line(MARKUP.matcher(start(text, MAX_MESSAGE_CHARS)).replaceAll(" "), MAX_MESSAGE_CHARS);
    }

    /**
     * What a server says of a failure, as the end of a sentence: with one stop, whatever stop it has itself. Where it says
     * nothing, the stop alone.
     *
     * @param before what leads to the words, left out where there are none
     */
    public static String sentenceEnd(String before, String text) {
        String words = withoutStop(message(text));
        boolean stands = !words.isEmpty() && "!?…。！？".indexOf(words.charAt(words.length() - 1)) >= 0;
        return (words.isEmpty() ? "" : before + words) + (stands ? "" : ".");
    }

    /** Text that further words can be put behind. */
    public static String withoutStop(String text) {
        int end = text.length();
        while (end > 0 && " .,;:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    /** A secret is masked before anything is cut off it; one that the end of what is looked at cuts is left out. */
    private static String start(String text, int maxChars) {
        int end = READ_FACTOR * maxChars;
        if (text.length() <= end) {
            return SecretMasker.masked(text);
        }
        int last = end;
        while (last > end - MAX_SECRET_CHARS && last > 0 && text.charAt(last - 1) > ' ') {
            last--;
        }
        return SecretMasker.masked(text.substring(0, last > 0 && text.charAt(last - 1) <= ' ' ? last : end));
    }

    private static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars - ELLIPSIS.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + ELLIPSIS;
    }
}
