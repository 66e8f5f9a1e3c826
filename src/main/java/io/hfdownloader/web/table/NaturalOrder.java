package io.hfdownloader.web.table;

import java.util.Comparator;
import java.util.Locale;

/** Names as people sort them: without regard to capitals, and numbers in them by their size. */
final class NaturalOrder implements Comparator<String> {

    static final Comparator<String> NAMES = new NaturalOrder().thenComparing(Comparator.naturalOrder());

    private NaturalOrder() {}

    @Override
    public int compare(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        int at = 0;
        int there = 0;
        while (at < first.length() && there < second.length()) {
            int end = endOfNumber(first, at);
            int endThere = endOfNumber(second, there);
            boolean areNumbers = end > at && endThere > there;
            int compared = areNumbers
                    ? compareNumbers(first.substring(at, end), second.substring(there, endThere))
                    : Character.compare(first.charAt(at), second.charAt(there));
            if (compared != 0) {
                return compared;
            }
            at = areNumbers ? end : at + 1;
            there = areNumbers ? endThere : there + 1;
        }
        return (first.length() - at) - (second.length() - there);
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String one, String other) {
        String first = one.replaceFirst("^0+(?=.)", "");
        String second = other.replaceFirst("^0+(?=.)", "");
        return first.length() == second.length() ? first.compareTo(second) : first.length() - second.length();
    }
}
