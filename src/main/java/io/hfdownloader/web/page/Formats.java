package io.hfdownloader.web.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Numbers and times as people read them, in English or in the language of the texts that are given along. {@code
 * static/formats.js} follows the same rules, so that polling does not change a text's look.
 */
public final class Formats {

    /** Stands for a number that is not known. */
    static final String UNKNOWN = "–";

    private static final String[] PREFIXED = {"", "kB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Formats() {}

    /** Three digits and a decimal unit, as the Hub shows sizes. Rounded down, so that 4.99 of 5 GB never reads as all of it. */
    public static String bytes(long bytes) {
        return bytes(bytes, Units.ENGLISH);
    }

    static String bytes(long bytes, Texts texts) {
        return bytes(bytes, Units.of(texts));
    }

    private static String bytes(long bytes, Units units) {
        if (bytes < 1_000) {
            return exactBytes(bytes, units);
        }
        int unit = 0;
        long size = 1;
        while (unit < PREFIXED.length - 1 && bytes / size >= 1_000) {
            size *= 1_000;
            unit++;
        }
        long hundredths = bytes / (size / 100);
        return digits(hundredths) + " " + PREFIXED[unit];
    }

    /** The exact count, for a tooltip. */
    static String exactBytes(long bytes, Texts texts) {
        return exactBytes(bytes, Units.of(texts));
    }

    static String exactBytes(long bytes, Units units) {
        return count(bytes) + " " + (bytes == 1 ? units.oneByte() : units.bytes());
    }

    /** How much of how much. */
    static String part(long bytes, long of, Texts texts) {
        return part(bytes, of, Units.of(texts));
    }

    private static String part(long bytes, long of, Units units) {
        return bytes(bytes, units) + " " + units.of() + " " + bytes(of, units);
    }

    static String exactPart(long bytes, long of, Texts texts) {
        return exactPart(bytes, of, Units.of(texts));
    }

    static String exactPart(long bytes, long of, Units units) {
        return count(bytes) + " " + units.of() + " " + exactBytes(of, units);
    }

    /** Bytes per second. */
    static String rate(@Nullable Long bytesPerSecond, Texts texts) {
        return rate(bytesPerSecond, Units.of(texts));
    }

    static String rate(@Nullable Long bytesPerSecond, Units units) {
        return bytesPerSecond == null ? UNKNOWN : bytes(bytesPerSecond, units) + units.perSecond();
    }

    /** The two largest units of a span of time. */
    static String duration(@Nullable Long seconds, Texts texts) {
        return duration(seconds, Units.of(texts));
    }

    static String duration(@Nullable Long seconds, Units units) {
        if (seconds == null || seconds < 0) {
            return UNKNOWN;
        }
        if (seconds < 60) {
            return seconds + " " + units.seconds();
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return two(minutes, units.minutes(), seconds % 60, units.seconds());
        }
        long hours = minutes / 60;
        return hours < 24
                ? two(hours, units.hours(), minutes % 60, units.minutes())
                : two(hours / 24, units.days(), hours % 24, units.hours());
    }

    /** A moment, to the minute; the page's script shows it in the reader's own time zone and language. */
    static String time(Instant moment) {
        return MINUTE.format(moment);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
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
