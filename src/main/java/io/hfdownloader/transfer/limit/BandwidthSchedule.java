package io.hfdownloader.transfer.limit;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes per second there may be, by the clock of this server. Written as {@code 20M}, which are 20,000,000 as on
 * the pages ({@code 20Mi} is the other one), or with hours that are different: {@code 5M, 22:00-07:00 = unlimited}. The first
 * window that holds a time counts.
 *
 * @param text as the user wrote it; empty for no limit
 * @param defaultBytesPerSecond bytes per second outside all windows; 0 for no limit
 * @param windows hours with limits of their own
 */
public record BandwidthSchedule(String text, long defaultBytesPerSecond, List<Window> windows) {

    private static final Pattern RATE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)\\s*(?:([KMGT])(I?))?B?(?:/S)?");
    private static final Pattern WINDOW = Pattern.compile("(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})\\s*=\\s*(.+)");

    /** Bits by convention, where the prefix is large: eight times less than what would be taken. */
    private static final Pattern BITS = Pattern.compile("[\\d.\\s]*[KMGT][iI]?b(?:/[sS])?");

    private static final int MAX_TEXT_CHARS = 500;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * Hours of each day; an end before the start is on the next day.
     *
     * @param bytesPerSecond 0 for no limit
     */
    record Window(LocalTime start, LocalTime end, long bytesPerSecond) {

        boolean holds(LocalTime time) {
            boolean afterStart = !time.isBefore(start);
            boolean beforeEnd = time.isBefore(end);
            return start.isBefore(end) ? afterStart && beforeEnd : afterStart || beforeEnd;
        }
    }

    public BandwidthSchedule {
        windows = List.copyOf(windows);
    }

    /** @throws IllegalArgumentException with a sentence that says how to write it */
    public static BandwidthSchedule parse(String text) {
        if (text.length() > MAX_TEXT_CHARS) {
            throw unreadable(text.substring(0, 40) + "…");
        }
        @Nullable Long defaultBytesPerSecond = null;
        List<Window> windows = new ArrayList<>();
        for (String part : text.split("[,;]", -1)) {
            String entry = part.strip();
            Matcher window = WINDOW.matcher(entry);
            if (window.matches()) {
                windows.add(window(window, entry));
            } else if (!entry.isEmpty()) {
                if (defaultBytesPerSecond != null) { // such as 1,5M, where a comma is in the number
                    throw unreadable(text);
                }
                defaultBytesPerSecond = rate(entry);
            }
        }
        return new BandwidthSchedule(text.strip(), defaultBytesPerSecond == null ? 0 : defaultBytesPerSecond, windows);
    }

    /** Bytes per second at this time of the day; 0 for no limit. */
    long at(LocalTime time) {
        return windows.stream()
                .filter(window -> window.holds(time))
                .findFirst()
                .map(Window::bytesPerSecond)
                .orElse(defaultBytesPerSecond);
    }

    private static Window window(Matcher matcher, String entry) {
        try {
            LocalTime start = time(matcher.group(1));
            LocalTime end = time(matcher.group(2));
            boolean wholeDay =
                    end.equals(LocalTime.MIDNIGHT) && matcher.group(2).startsWith("24");
            if (start.equals(end) && !(wholeDay && matcher.group(1).startsWith("0"))) {
                throw new IllegalArgumentException("\"" + entry
                        + "\" ends when it starts. Write hours such as 22:00-07:00, or 00:00-24:00 for the whole day.");
            }
            return new Window(start, end, rate(matcher.group(3).strip()));
        } catch (DateTimeParseException noTime) {
            throw unreadable(entry);
        }
    }

    private static LocalTime time(String text) {
        String padded = text.length() == 4 ? "0" + text : text;
        return padded.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(padded);
    }

    private static long rate(String text) {
        if (BITS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" counts bits, by its small b. Write bytes per second, such as 20M or 20MB: an eighth of that number of bits.");
        }
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals("UNLIMITED") || upper.equals("NONE")) {
            return 0;
        }
        Matcher matcher = RATE.matcher(upper);
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        BigDecimal bytes =
                new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2), "I".equals(matcher.group(3))));
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(MOST) > 0) {
            throw unreadable(text);
        }
        return bytes.longValue();
    }

    private static BigDecimal unit(@Nullable String prefix, boolean binary) {
        int power = prefix == null ? 0 : "KMGT".indexOf(prefix) + 1;
        return BigDecimal.valueOf(binary ? 1_024 : 1_000).pow(power);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no bandwidth limit. Write bytes per second such as 20M or 1.5M, or unlimited, and hours that differ"
                + " such as 5M, 22:00-07:00 = unlimited.");
    }
}
