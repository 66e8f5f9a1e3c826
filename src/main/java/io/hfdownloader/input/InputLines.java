package io.hfdownloader.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.input.command.PythonArguments;
import io.hfdownloader.input.command.PythonCall;
import io.hfdownloader.text.SecretMasker;

/** Cuts a pasted text into lines worth reading: puts continued ones together, drops comments, prompts and list marks. */
final class InputLines {

    /** More lines than these a call does not go on for; then it was never closed. */
    private static final int MAX_CALL_LINES = 60;

    private static final Pattern INVISIBLE = Pattern.compile("[\\u200B-\\u200F\\u2060\\uFEFF\\u00AD]");
    private static final Pattern SPACE = Pattern.compile("[\\u00A0\\u2000-\\u200A\\u202F\\u205F\\u3000\\t\\f\\u000B]");
    private static final Pattern LONG_DASH = Pattern.compile("(?<!\\S)[–—](?=[A-Za-z])");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[“”„‟«»″]");
    private static final Pattern SINGLE_QUOTES = Pattern.compile("[‘’‚‛‹›′]");
    private static final Pattern NOTHING =
            Pattern.compile("(?:#|//(?!\\S)|<!--|```|~~~|-{3,}+\\s*+$).*+", Pattern.DOTALL);
    private static final Pattern DECORATION = Pattern.compile(
            "(?:[-*•+]|\\d{1,3}[.)]|>{1,3}|\\$|%|PS [^>]{0,100}+>|\\.\\.\\."
                    + "|\\([\\w.-]{1,40}+\\)|[\\w.-]{1,40}+@[\\w.-]{1,60}+:[^\\s$#]{0,100}+[$#]|In \\[\\d{1,5}\\]:)\\s++|!(?=[a-z])");
    private static final Pattern CONTINUED = Pattern.compile("(?<!\\\\)\\\\$|(?<=\\s)[`^]$");

    private InputLines() {}

    static List<InputLine> of(String text) {
        List<String> raw = normalized(text).lines().map(String::stripTrailing).toList();
        List<InputLine> lines = new ArrayList<>();
        int at = 0;
        while (at < raw.size()) {
            String first = undecorated(raw.get(at).strip());
            int start = at;
            StringBuilder whole = new StringBuilder(first);
            if (!NOTHING.matcher(first).matches()) {
                at = continued(whole, raw, at);
                at = closed(whole, raw, at);
                add(lines, start + 1, whole.toString());
            }
            at++;
        }
        return lines;
    }

    /** Typographic signs as the plain ones that programs know; invisible ones gone. */
    private static String normalized(String text) {
        String plain = INVISIBLE.matcher(text).replaceAll("");
        plain = SPACE.matcher(plain).replaceAll(" ");
        plain = DOUBLE_QUOTES.matcher(plain).replaceAll("\"");
        plain = SINGLE_QUOTES.matcher(plain).replaceAll("'");
        plain = LONG_DASH.matcher(plain).replaceAll("--");
        return plain.replace('：', ':')
                .replace('，', ',')
                .replace('、', ',')
                .replace('；', ';')
                .replace('。', ' ');
    }

    private static String undecorated(String line) {
        Matcher decoration = DECORATION.matcher(line);
        int start = 0;
        while (decoration.region(start, line.length()).lookingAt()) {
            start = decoration.end();
        }
        return line.substring(start);
    }

    private static int continued(StringBuilder whole, List<String> raw, int from) {
        int at = from;
        while (at + 1 < raw.size() && CONTINUED.matcher(lastPart(whole)).find()) {
            whole.setLength(whole.length() - 1);
            at++;
            whole.append(' ').append(raw.get(at).strip().replaceFirst("^> ", ""));
        }
        return at;
    }

    private static String lastPart(StringBuilder whole) {
        return whole.substring(Math.max(0, whole.length() - 2));
    }

    /** A call in Python ends with its closing parenthesis. */
    private static int closed(StringBuilder whole, List<String> raw, int from) {
        int open = PythonCall.opening(whole);
        if (open < 0 || PythonArguments.end(whole, open) >= 0) {
            return from;
        }
        StringBuilder longer = new StringBuilder(whole);
        int last = Math.min(raw.size() - 1, from + MAX_CALL_LINES);
        raw.subList(from + 1, last + 1)
                .forEach(line -> longer.append('\n').append(line.strip().replaceFirst("^\\.\\.\\. ", "")));
        int end = PythonArguments.end(longer, open);
        if (end < 0) {
            return from;
        }
        int breaks =
                (int) longer.substring(0, end).chars().filter(c -> c == '\n').count();
        int lineEnd = longer.indexOf("\n", end);
        whole.setLength(0);
        whole.append(longer, 0, lineEnd < 0 ? longer.length() : lineEnd);
        return from + breaks;
    }

    private static void add(List<InputLine> lines, int number, String text) {
        String plain = text.strip();
        if (!plain.isEmpty()) {
            String masked = masked(plain);
            lines.add(new InputLine(number, masked, !masked.equals(plain), SecretMasker.isSecretIn(plain)));
        }
    }

    /** Of a token that is quoted, as in an address, there is no telling where it ends. */
    private static String masked(String line) {
        String masked = SecretMasker.masked(line);
        return SecretMasker.isSecretIn(masked) ? SecretMasker.MASK : masked;
    }
}
