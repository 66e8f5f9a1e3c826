package io.hfdownloader.task.verify;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * When models are verified by themselves, and how many bytes of them per second, by the clock of this server. Written as the hours of
 * a bandwidth limit, with days before them where it is not each day: {@code Sun 02:00-06:00 = 50M}, {@code Mon-Fri 01:00-05:00 = 20M,
 * Sat 00:00-24:00 = 100M}; {@code off} for never.
 *
 * @param windows the first that holds a time counts
 */
record ScrubSchedule(List<Window> windows) {

    private static final Pattern ENTRY = Pattern.compile(
            "(?:([a-z]{3,9})(?:\\s*-\\s*([a-z]{3,9}))?\\s+)?(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})\\s*=\\s*(.+)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(?:([kmgt])(i?))?b?(?:/s)?");
    private static final int MAX_TEXT_CHARS = 500;

    /**
     * Hours of some days; an end before the start is on the next day.
     *
     * @param days on which it starts
     * @param wholeDay whether it lasts from one midnight to the next
     */
    record Window(Set<DayOfWeek> days, LocalTime start, LocalTime end, boolean wholeDay, long bytesPerSecond) {

        Window {
            days = Set.copyOf(days);
        }

        boolean holds(LocalDateTime moment) {
            LocalTime time = moment.toLocalTime();
            boolean today = days.contains(moment.getDayOfWeek());
            if (wholeDay) {
                return today;
            }
            if (start.isBefore(end)) {
                return today && !time.isBefore(start) && time.isBefore(end);
            }
            boolean sinceYesterday = days.contains(moment.getDayOfWeek().minus(1)) && time.isBefore(end);
            return today && !time.isBefore(start) || sinceYesterday;
        }
    }

    ScrubSchedule {
        windows = List.copyOf(windows);
    }

    /** @throws IllegalArgumentException with a sentence that says how to write it */
    static ScrubSchedule parse(String text) {
        String whole = text.strip();
        if (whole.isEmpty() || whole.equalsIgnoreCase("off")) {
            return new ScrubSchedule(List.of());
        }
        if (whole.length() > MAX_TEXT_CHARS) {
            throw unreadable(whole.substring(0, 40) + "…");
        }
        List<Window> windows = new ArrayList<>();
        for (String part : whole.split("[,;]", -1)) {
            windows.add(window(part.strip()));
        }
        return new ScrubSchedule(windows);
    }

    boolean isOff() {
        return windows.isEmpty();
    }

    /** Bytes per second at this moment; empty where it is none of its hours. */
    OptionalLong at(LocalDateTime moment) {
        return windows.stream()
                .filter(window -> window.holds(moment))
                .mapToLong(Window::bytesPerSecond)
                .findFirst();
    }

    private static Window window(String entry) {
        Matcher matcher = ENTRY.matcher(entry.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw unreadable(entry);
        }
        try {
            LocalTime start = time(matcher.group(3));
            LocalTime end = time(matcher.group(4));
            boolean wholeDay =
                    start.equals(LocalTime.MIDNIGHT) && matcher.group(4).startsWith("24");
            if (start.equals(end) && !wholeDay) {
                throw unreadable(entry);
            }
            return new Window(
                    days(matcher.group(1), matcher.group(2), entry),
                    start,
                    end,
                    wholeDay,
                    rate(matcher.group(5).strip(), entry));
        } catch (DateTimeParseException noTime) {
            throw unreadable(entry);
        }
    }

    private static Set<DayOfWeek> days(@Nullable String first, @Nullable String last, String entry) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        DayOfWeek day = day(first, entry);
        DayOfWeek end = last == null ? day : day(last, entry);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != end) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String name, String entry) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(name)) {
                return day;
            }
        }
        throw unreadable(entry);
    }

    private static LocalTime time(String text) {
        String padded = text.length() == 4 ? "0" + text : text;
        return padded.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(padded);
    }

    private static long rate(String text, String entry) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            throw unreadable(entry);
        }
        String prefix = matcher.group(2);
        int power = prefix == null ? 0 : "kmgt".indexOf(prefix) + 1;
        long base = "i".equals(matcher.group(3)) ? 1_024 : 1_000;
        long bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(base).pow(power))
                .longValue();
        if (bytes < 1) {
            throw unreadable(entry);
        }
        return bytes;
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no time for verifying. Write days and hours with bytes per second, such as Sun 02:00-06:00 ="
                + " 50M, or off.");
    }
}
