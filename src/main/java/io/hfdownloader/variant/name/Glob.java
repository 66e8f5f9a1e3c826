package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A file name pattern by the rules of Python's {@code fnmatch}, which {@code hf --include} follows: the whole path must
 * match, {@code *} and {@code ?} match slashes too, case counts. Matching takes time in proportion to pattern times path at
 * most, whatever the pattern.
 */
public final class Glob {

    /** Longer ones are refused. */
    public static final int MAX_PATTERN_CHARS = 1_024;

    private static final IntPredicate ANY = character -> true;

    private final List<Step> steps = new ArrayList<>();

    private record Step(boolean star, IntPredicate accepts) {}

    private Glob(int[] pattern) {
        int at = 0;
        while (at < pattern.length) {
            int end = pattern[at] == '[' ? endOfSet(pattern, at) : -1;
            if (end > 0) {
                steps.add(new Step(false, set(pattern, at + 1, end)));
                at = end + 1;
            } else {
                add(pattern[at]);
                at++;
            }
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user when the pattern is too long */
    public static Glob of(String pattern) {
        if (pattern.length() > MAX_PATTERN_CHARS) {
            throw new IllegalArgumentException("A file pattern may have " + MAX_PATTERN_CHARS + " characters at most.");
        }
        String whole = pattern.replace('\\', '/');
        return new Glob((whole.endsWith("/") ? whole + "*" : whole).codePoints().toArray());
    }

    /** The pattern that matches this path alone. */
    public static String quoted(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    public boolean matches(String path) {
        int[] text = path.replace('\\', '/').codePoints().toArray();
        int step = 0;
        int at = 0;
        int lastStar = -1;
        int afterStar = 0;
        while (at < text.length) {
            if (step < steps.size() && steps.get(step).star()) {
                lastStar = step++;
                afterStar = at;
            } else if (step < steps.size() && steps.get(step).accepts().test(text[at])) {
                step++;
                at++;
            } else if (lastStar >= 0) { // only the last star need ever grow: all before it have matched
                step = lastStar + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (step < steps.size() && steps.get(step).star()) {
            step++;
        }
        return step == steps.size();
    }

    private void add(int character) {
        if (character != '*') {
            steps.add(new Step(false, character == '?' ? ANY : other -> other == character));
        } else if (steps.isEmpty() || !steps.get(steps.size() - 1).star()) {
            steps.add(new Step(true, ANY));
        }
    }

    /** Where the set that opens at {@code open} closes, or -1: an unclosed bracket is a plain character. */
    private static int endOfSet(int[] pattern, int open) {
        int at = open + 1;
        if (at < pattern.length && pattern[at] == '!') {
            at++;
        }
        for (at++; at < pattern.length; at++) { // a bracket in the first place belongs to the set
            if (pattern[at] == ']') {
                return at;
            }
        }
        return -1;
    }

    private static IntPredicate set(int[] pattern, int from, int end) {
        boolean negated = pattern[from] == '!';
        IntPredicate accepted = character -> false;
        int at = negated ? from + 1 : from;
        while (at < end) {
            int low = pattern[at];
            boolean range = at + 2 < end && pattern[at + 1] == '-';
            int high = range ? pattern[at + 2] : low;
            accepted = accepted.or(character -> character >= low && character <= high);
            at += range ? 3 : 1;
        }
        return negated ? accepted.negate() : accepted;
    }
}
