package io.hfdownloader.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Numbers and times as people read them, in English or in the language of the texts that are given along. {@code
 * static/shared/formats.js} follows the same rules, so that polling does not change a text's look.
 */
public final class Formats {

    /** Stands for a number that is not known. */
    static final String UNKNOWN = "–";

    private static final String[] PREFIXED = {"", "kB", "MB", "GB", "TB", "PB"};
    private static final String COUNTED = " KMBT";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_DAYS_AGO = 31;

    private Formats() {}

    /** Three digits and a decimal unit, as the Hub shows sizes. Rounded down, so that 4.99 of 5 GB never reads as all of it. */
    public static String bytes(long bytes) {
        return bytes(bytes, UnitNames.ENGLISH);
    }

    static String bytes(long bytes, Messages messages) {
        return bytes(bytes, UnitNames.of(messages));
    }

    private static String bytes(long bytes, UnitNames unitNames) {
        if (bytes < 1_000) {
            return exactBytes(bytes, unitNames);
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
    static String exactBytes(long bytes, Messages messages) {
        return exactBytes(bytes, UnitNames.of(messages));
    }

    static String exactBytes(long bytes, UnitNames unitNames) {
        return count(bytes) + " " + (bytes == 1 ? unitNames.oneByte() : unitNames.bytes());
    }

    /** How large a model is called in all languages: 8B, 1.1B, 350M. */
    static String parameters(long count) {
        double size = count;
        int unit = 0;
        while (unit < COUNTED.length() - 1 && Math.round(size * 10) >= 10_000) {
            size /= 1_000;
            unit++;
        }
        long tenths = Math.round(size * 10);
        return tenths / 10
                + (tenths % 10 == 0 ? "" : "." + tenths % 10)
                + COUNTED.substring(unit, unit + 1).strip();
    }

    /** How much of how much. */
    static String part(long bytes, long of, Messages messages) {
        return part(bytes, of, UnitNames.of(messages));
    }

    private static String part(long bytes, long of, UnitNames unitNames) {
        return bytes(bytes, unitNames) + " " + unitNames.of() + " " + bytes(of, unitNames);
    }

    static String exactPart(long bytes, long of, Messages messages) {
        return exactPart(bytes, of, UnitNames.of(messages));
    }

    static String exactPart(long bytes, long of, UnitNames unitNames) {
        return count(bytes) + " " + unitNames.of() + " " + exactBytes(of, unitNames);
    }

    /** Bytes per second. */
    static String rate(@Nullable Long bytesPerSecond, Messages messages) {
        return rate(bytesPerSecond, UnitNames.of(messages));
    }

    static String rate(@Nullable Long bytesPerSecond, UnitNames unitNames) {
        return bytesPerSecond == null ? UNKNOWN : bytes(bytesPerSecond, unitNames) + unitNames.perSecond();
    }

    /** The two largest units of a span of time. */
    static String duration(@Nullable Long seconds, Messages messages) {
        return duration(seconds, UnitNames.of(messages));
    }

    static String duration(@Nullable Long seconds, UnitNames unitNames) {
        if (seconds == null || seconds < 0) {
            return UNKNOWN;
        }
        if (seconds < 60) {
            return seconds + " " + unitNames.seconds();
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return two(minutes, unitNames.minutes(), seconds % 60, unitNames.seconds());
        }
        long hours = minutes / 60;
        return hours < 24
                ? two(hours, unitNames.hours(), minutes % 60, unitNames.minutes())
                : two(hours / 24, unitNames.days(), hours % 24, unitNames.hours());
    }

    /** A moment, to the minute; the page's script shows it in the reader's own time zone and language. */
    static String time(Instant moment) {
        return MINUTE.format(moment);
    }

    /** How long ago a moment was, in its largest unit; the day itself where that is more than a month. */
    static String ago(Instant moment, Instant now, Messages messages) {
        long minutes = Math.max(0, Duration.between(moment, now).toMinutes());
        if (minutes == 0) {
            return messages.text("ago.now");
        }
        if (minutes < 60) {
            return messages.text("ago.minutes", Map.of("count", minutes));
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return messages.text("ago.hours", Map.of("count", hours));
        }
        return hours / 24 < MAX_DAYS_AGO ? messages.text("ago.days", Map.of("count", hours / 24)) : DAY.format(moment);
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
