package io.hfdownloader.modelcard;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes HTML apart, in time that grows with its length: each character is looked at once. Comments, declarations and style sheets are
 * left out; what is begun and not ended is text. For one thread.
 */
final class HtmlTokens {

    /** No more are of interest. */
    private static final Set<String> ATTRIBUTES = Set.of("href", "src", "alt", "type");

    private static final String COMMENT = "<!--";
    private static final String CDATA = "<![CDATA[";

    private final String html;
    private final CharacterReferences references;
    private int at;

    HtmlTokens(String html, CharacterReferences references) {
        this.html = html;
        this.references = references;
    }

    /** The next one; empty at the end. */
    Optional<HtmlToken> next() {
        while (at < html.length()) {
            Optional<HtmlToken> token = html.charAt(at) == '<' ? markup() : Optional.of(text(nextMarkup(at)));
            if (token.isPresent()) {
                return token;
            }
        }
        return Optional.empty();
    }

    /** What begins with a {@code <}; empty for what is left out. */
    private Optional<HtmlToken> markup() {
        if (html.startsWith(COMMENT, at)) {
            skipBehind("-->", at + 2); // <!--> is a whole one
            return Optional.empty();
        }
        if (html.startsWith(CDATA, at)) {
            int end = html.indexOf("]]>", at);
            HtmlToken.Text text =
                    new HtmlToken.Text(html.substring(at + CDATA.length(), end < 0 ? html.length() : end));
            at = end < 0 ? html.length() : end + 3;
            return Optional.of(text);
        }
        if (html.startsWith("<!", at) || html.startsWith("<?", at)) {
            skipBehind(">", at);
            return Optional.empty();
        }
        boolean end = html.startsWith("</", at);
        int name = at + (end ? 2 : 1);
        if (name >= html.length() || !isLetter(html.charAt(name))) {
            return Optional.of(text(nextMarkup(at + 1)));
        }
        return tag(name, end);
    }

    private Optional<HtmlToken> tag(int nameStart, boolean end) {
        int start = at;
        int nameEnd = nameStart;
        while (nameEnd < html.length() && !isEndOfName(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        Map<String, String> attributes = new TreeMap<>();
        int behind = attributes(nameEnd, attributes);
        if (behind < 0) {
            return Optional.of(text(html.length()));
        }
        at = behind;
        if (name.equals("style")) {
            if (!end) {
                skipStyle();
            }
            return Optional.empty();
        }
        return Optional.of(new HtmlToken.Tag(name, end, attributes, html.substring(start, behind)));
    }

    /** Reads attributes up to the end of the tag, and gives where that is; below 0 when it has none. */
    private int attributes(int from, Map<String, String> found) {
        int i = from;
        while (i < html.length() && html.charAt(i) != '>') {
            if (isBlank(html.charAt(i)) || html.charAt(i) == '/') {
                i++;
                continue;
            }
            int nameStart = i;
            i++; // whatever it is, it is one character of a name at least
            while (i < html.length() && !isEndOfName(html.charAt(i)) && html.charAt(i) != '=') {
                i++;
            }
            String name = html.substring(nameStart, i).toLowerCase(Locale.ROOT);
            i = behindBlanks(i);
            if (i < html.length() && html.charAt(i) == '=') {
                int valueStart = behindBlanks(i + 1);
                int valueEnd = endOfValue(valueStart);
                if (valueEnd < 0) {
                    return -1;
                }
                boolean quoted = valueStart < valueEnd && isQuote(html.charAt(valueStart));
                String value = html.substring(quoted ? valueStart + 1 : valueStart, valueEnd);
                if (ATTRIBUTES.contains(name)) {
                    found.putIfAbsent(name, references.decode(value));
                }
                i = quoted ? valueEnd + 1 : valueEnd;
            }
        }
        return i < html.length() ? i + 1 : -1;
    }

    /** Where a value ends, which is at its quotation mark if it has one; below 0 when that is missing. */
    private int endOfValue(int start) {
        if (start < html.length() && isQuote(html.charAt(start))) {
            return html.indexOf(html.charAt(start), start + 1);
        }
        int end = start;
        while (end < html.length() && !isBlank(html.charAt(end)) && html.charAt(end) != '>') {
            end++;
        }
        return end;
    }

    private int behindBlanks(int from) {
        int i = from;
        while (i < html.length() && isBlank(html.charAt(i))) {
            i++;
        }
        return i;
    }

    private HtmlToken text(int end) {
        HtmlToken text = new HtmlToken.Text(references.decode(html.substring(at, end)));
        at = end;
        return text;
    }

    private int nextMarkup(int from) {
        int next = html.indexOf('<', from);
        return next < 0 ? html.length() : next;
    }

    private void skipBehind(String end, int from) {
        int found = html.indexOf(end, from);
        at = found < 0 ? html.length() : found + end.length();
    }

    private void skipStyle() {
        while (at < html.length() && !html.regionMatches(true, at, "</style", 0, 7)) {
            at++;
        }
    }

    private static boolean isEndOfName(char c) {
        return isBlank(c) || c == '/' || c == '>';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
