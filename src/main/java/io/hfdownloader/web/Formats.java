package io.hfdownloader.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Numbers and times as people read them. {@code static/formats.js} follows the same rules, so that polling does not change a text's look. */
final class Formats {

    /** Stands for a number that is not known. */
    static final String UNKNOWN = "–";

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Formats() {}

    /** Three digits and a decimal unit, as the Hub shows sizes. Rounded down, so that 4.99 of 5 GB never reads as all of it. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        int unit = 0;
        long size = 1;
        while (unit < UNITS.length - 1 && bytes / size >= 1_000) {
            size *= 1_000;
            unit++;
        }
        long hundredths = bytes / (size / 100);
        return digits(hundredths) + " " + UNITS[unit];
    }

    /** The exact count, for a tooltip. */
    static String exactBytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /** How much of how much. */
    static String part(long bytes, long of) {
        return bytes(bytes) + " of " + bytes(of);
    }

    static String exactPart(long bytes, long of) {
        return String.format(Locale.ROOT, "%,d", bytes) + " of " + exactBytes(of);
    }

    /** Bytes per second. */
    static String rate(@Nullable Long bytesPerSecond) {
        return bytesPerSecond == null ? UNKNOWN : bytes(bytesPerSecond) + "/s";
    }

    /** The two largest units of a span of time. */
    static String duration(@Nullable Long seconds) {
        if (seconds == null || seconds < 0) {
            return UNKNOWN;
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return two(minutes, "min", seconds % 60, "s");
        }
        long hours = minutes / 60;
        return hours < 24 ? two(hours, "h", minutes % 60, "min") : two(hours / 24, "d", hours % 24, "h");
    }

    /** A moment, to the minute; the page's script shows it in the reader's own time zone. */
    static String time(Instant moment) {
        return MINUTE.format(moment);
    }

    private static String digits(long hundredths) {
        if (hundredths >= 10_000) {
            return Long.toString(hundredths / 100);
        }
        return hundredths >= 1_000
                ? hundredths / 100 + "." + hundredths / 10 % 10
                : String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
