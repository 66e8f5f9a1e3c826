package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a line as a shell does: into commands, and those into words without their quotes. Nothing is expanded. */
final class ShellWords {

    private static final Set<Character> OPERATORS = Set.of('|', '&', ';', '>', '<');

    private final String line;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean started;
    private boolean inAddress;
    private boolean toFile;

    private ShellWords(String line) {
        this.line = line;
    }

    /** The commands of the line, each with one word at least. An unclosed quote ends with the line. */
    static List<List<String>> of(String line) {
        ShellWords shell = new ShellWords(line);
        shell.read();
        return shell.commands;
    }

    private void read() {
        int at = 0;
        while (at < line.length()) {
            char sign = line.charAt(at);
            if (sign == '\'' || sign == '"') {
                at = quoted(at);
            } else if (sign == '\\' && at + 1 < line.length()) {
                append(line.charAt(at + 1));
                at++;
            } else if (sign == '#' && !started) {
                break;
            } else if (Character.isWhitespace(sign)) {
                endWord();
            } else if (isOperator(at)) {
                operator(sign);
            } else {
                append(sign);
            }
            at++;
        }
        endCommand();
    }

    /** Within an address {@code &} and {@code ;} are mostly meant as its own, though a shell would need quotes. */
    private boolean isOperator(int at) {
        return OPERATORS.contains(line.charAt(at))
                && !(inAddress && at + 1 < line.length() && Character.isLetterOrDigit(line.charAt(at + 1)));
    }

    private void operator(char sign) {
        if (sign == '>' || sign == '<') {
            boolean handle = word.toString().matches("[0-9&]");
            if (handle) {
                word.setLength(0);
                started = false;
            }
            endWord();
            toFile = true;
        } else if (!toFile || started) {
            endCommand();
        }
    }

    private int quoted(int start) {
        char quote = line.charAt(start);
        started = true;
        int at = start + 1;
        while (at < line.length() && line.charAt(at) != quote) {
            if (quote == '"'
                    && line.charAt(at) == '\\'
                    && at + 1 < line.length()
                    && "\"\\$`".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            word.append(line.charAt(at));
            at++;
        }
        return at;
    }

    private void append(char sign) {
        word.append(sign);
        started = true;
        inAddress |= sign == '/' && word.length() > 3 && word.indexOf("://", word.length() - 3) >= 0;
    }

    private void endWord() {
        if (started && !toFile) {
            words.add(word.toString());
        }
        if (started) {
            toFile = false;
        }
        word.setLength(0);
        started = false;
        inAddress = false;
    }

    private void endCommand() {
        endWord();
        toFile = false;
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
