package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one call in Python, as far as they are texts or lists of texts; other values count as named but unknown.
 */
public final class PythonArguments {

    private final String source;
    private final List<List<String>> positional = new ArrayList<>();
    private final Map<String, List<String>> named = new HashMap<>();
    private int at;

    private PythonArguments(String source, int start) {
        this.source = source;
        this.at = start;
    }

    /** Reads what stands after the parenthesis at {@code open}. */
    static PythonArguments read(String source, int open) {
        PythonArguments arguments = new PythonArguments(source, open + 1);
        arguments.readAll();
        return arguments;
    }

    /** Where the parenthesis at {@code open} closes, or -1. */
    public static int end(CharSequence source, int open) {
        int depth = 0;
        for (int at = open; at >= 0 && at < source.length(); at++) {
            char sign = source.charAt(at);
            if (sign == '"' || sign == '\'') {
                at = endOfText(source, at);
            } else if (sign == '#') {
                at = endOfLine(source, at);
            } else if ("([{".indexOf(sign) >= 0) {
                depth++;
            } else if (")]}".indexOf(sign) >= 0 && --depth == 0) {
                return at;
            }
        }
        return -1;
    }

    /** The texts of a positional argument; empty when it is none or no text. */
    List<String> at(int position) {
        return position < positional.size() ? positional.get(position) : List.of();
    }

    boolean has(String name) {
        return named.containsKey(name);
    }

    /** The texts of a named argument. */
    List<String> all(String name) {
        return named.getOrDefault(name, List.of());
    }

    /** The first text under one of the names. */
    Optional<String> first(String... names) {
        for (String name : names) {
            if (!all(name).isEmpty()) {
                return Optional.of(all(name).get(0));
            }
        }
        return Optional.empty();
    }

    private void readAll() {
        while (at < source.length()) {
            skipBlank();
            if (at >= source.length() || source.charAt(at) == ')') {
                return;
            }
            String name = name();
            List<String> value = value();
            if (name.isEmpty()) {
                positional.add(value);
            } else {
                named.putIfAbsent(name, value);
            }
        }
    }

    private void skipBlank() {
        while (at < source.length()
                && (source.charAt(at) == ','
                        || Character.isWhitespace(source.charAt(at))
                        || source.charAt(at) == '#')) {
            at = source.charAt(at) == '#' ? endOfLine(source, at) : at + 1;
        }
    }

    /** The name before a {@code =}; empty, and nothing read, when there is none. */
    private String name() {
        int end = at;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        int sign = end;
        while (sign < source.length() && source.charAt(sign) == ' ') {
            sign++;
        }
        boolean assigned = sign < source.length()
                && source.charAt(sign) == '='
                && (sign + 1 == source.length() || source.charAt(sign + 1) != '=');
        if (!assigned || end == at) {
            return "";
        }
        String name = source.substring(at, end);
        at = sign + 1;
        return name;
    }

    /** Reads to the comma or parenthesis that ends the argument. */
    private List<String> value() {
        List<String> texts = new ArrayList<>();
        boolean known = true;
        int depth = 0;
        while (at < source.length()) {
            char sign = source.charAt(at);
            if (sign == '"' || sign == '\'') {
                int end = endOfText(source, at);
                String text = content(at, end);
                boolean formatted = at > 0 && "fF".indexOf(source.charAt(at - 1)) >= 0 && text.indexOf('{') >= 0;
                known &= !formatted;
                texts.add(text);
                at = end;
            } else if (sign == '#') {
                at = endOfLine(source, at);
            } else if (depth == 0 && (sign == ',' || sign == ')')) {
                break;
            } else if ("([{".indexOf(sign) >= 0) {
                depth++;
                known &= sign != '{';
            } else if (")]}".indexOf(sign) >= 0) {
                depth--;
            } else {
                known &= Character.isWhitespace(sign) || sign == ',' || isPrefix(sign);
            }
            at++;
        }
        return known ? List.copyOf(texts) : List.of();
    }

    private boolean isPrefix(char sign) {
        return "rRbBuUfF".indexOf(sign) >= 0 && at + 1 < source.length() && "\"'".indexOf(source.charAt(at + 1)) >= 0;
    }

    private String content(int start, int end) {
        String text = source.substring(start + 1, Math.max(start + 1, Math.min(end, source.length())));
        return text.replace("\\\\", "\\").replace("\\\"", "\"").replace("\\'", "'");
    }

    /** The place of the quote that closes the text, or the last place of all. */
    private static int endOfText(CharSequence source, int start) {
        char quote = source.charAt(start);
        int at = start + 1;
        while (at < source.length() && source.charAt(at) != quote) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, source.length());
    }

    private static int endOfLine(CharSequence source, int start) {
        int at = start;
        while (at < source.length() && source.charAt(at) != '\n') {
            at++;
        }
        return at;
    }
}
