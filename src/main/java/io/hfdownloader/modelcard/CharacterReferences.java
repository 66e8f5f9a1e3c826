package io.hfdownloader.modelcard;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.parser.Parser;

/** Reads what HTML writes as {@code &amp;name;} or {@code &amp;#number;}. For one card and one thread. */
final class CharacterReferences {

    /** The one for a blank is often written without its end. */
    private static final Pattern REFERENCE =
            Pattern.compile("&(?:(?:#([0-9]{1,7}+)|#[xX]([0-9a-fA-F]{1,6}+)|[A-Za-z][A-Za-z0-9]{1,31}+);|nbsp)");

    /** No card needs more. */
    private static final int MAX_NAMES = 200;

    /** Knows all names, which is a list of two thousand. */
    private static final Parser PARSER = Parser.builder().build();

    private final Map<String, String> names = new HashMap<>();

    /** The text with characters in the place of what stands for them; what stands for none stays as it is. */
    String decode(String text) {
        return text.indexOf('&') < 0
                ? text
                : REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private String character(MatchResult found) {
        if (found.group(1) != null) {
            return character(Integer.parseInt(found.group(1)));
        }
        return found.group(2) != null ? character(Integer.parseInt(found.group(2), 16)) : named(found.group());
    }

    private static String character(int number) {
        boolean none = number == 0 || !Character.isValidCodePoint(number) || number >= 0xd800 && number < 0xe000;
        return none ? "\ufffd" : Character.toString(number);
    }

    private String named(String reference) {
        String known = names.get(reference);
        if (known == null && names.size() < MAX_NAMES) {
            known = read(reference);
            names.put(reference, known);
        }
        return Objects.requireNonNullElse(known, reference);
    }

    /** Between letters, as blanks at the ends of a line would be lost. */
    private static String read(String reference) {
        String whole = reference.endsWith(";") ? reference : reference + ";";
        String text = CardText.of(PARSER.parse("x" + whole + "x"));
        return text.substring(1, text.length() - 1);
    }
}
