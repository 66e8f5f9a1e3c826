package io.hfdownloader.input.reference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.problem.CodedText;

/** Writes the path of a file or folder as a pattern of {@code hf --include}, which has no escape character. */
public final class PathPattern {

    public static final CodedText WHOLE_SET =
            Note.WHOLE_SET.says("The file is one part of a set; all its parts come, since one alone is of no use.");

    private static final Pattern PART = Pattern.compile("([-_])\\d{5,6}-of-(\\d{5,6})(\\.[A-Za-z0-9]{1,20})$");
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[]");

    private PathPattern() {}

    /** The file, or the set of which it is a part. */
    static String ofFile(String path) {
        String escaped = escaped(path);
        Matcher part = PART.matcher(escaped);
        return part.find()
                ? escaped.substring(0, part.start()) + part.group(1) + "?".repeat(part.start(2) - part.start() - 5)
                        + "-of-" + part.group(2) + part.group(3)
                : escaped;
    }

    /** All files below a folder; the empty path is the whole repository. */
    static String ofFolder(String path) {
        return path.isEmpty() ? "*" : escaped(path) + "/*";
    }

    /** What a command names as a file: a path, a folder with its slash, or a pattern. */
    public static String ofArgument(String argument) {
        if (argument.endsWith("/")) {
            return ofFolder(argument.replaceFirst("/++$", ""));
        }
        return isPattern(argument) ? argument : ofFile(argument);
    }

    public static boolean isPart(String path) {
        return PART.matcher(path).find();
    }

    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    private static String escaped(String path) {
        return SPECIAL.matcher(path).replaceAll("[$0]");
    }
}
