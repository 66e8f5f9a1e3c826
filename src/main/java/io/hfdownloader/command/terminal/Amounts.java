package io.hfdownloader.command.terminal;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/** Amounts as the pages write them: three digits and a decimal unit, rounded down; the two largest units of a time. */
public final class Amounts {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Amounts() {}

    /** Bytes. */
    public static String bytes(long bytes) {
        int unit = 0;
        long size = 1;
        while (unit < UNITS.length - 1 && bytes / size >= 1_000) {
            size *= 1_000;
            unit++;
        }
        if (unit == 0) {
            return bytes + " B";
        }
        long hundredths = bytes / (size / 100);
        String digits = hundredths >= 10_000
                ? Long.toString(hundredths / 100)
                : hundredths >= 1_000
                        ? hundredths / 100 + "." + hundredths / 10 % 10
                        : String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
        return digits + " " + UNITS[unit];
    }

    /** Bytes per second; empty when they are not known. */
    static String rate(JsonNode bytesPerSecond) {
        return bytesPerSecond.isNumber() ? bytes(bytesPerSecond.asLong()) + "/s" : "";
    }

    /** The time that is left; empty when it is not known. */
    static String left(JsonNode seconds) {
        return seconds.isNumber() ? duration(seconds.asLong()) + " left" : "";
    }

    private static String duration(long seconds) {
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

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
