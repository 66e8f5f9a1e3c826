package io.hfdownloader.hub.search;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many parameters a model may have.
 *
 * @param min at least
 * @param max at most; {@link Long#MAX_VALUE} for no limit
 */
public record ParameterRange(long min, long max) {

    public static final ParameterRange ANY = new ParameterRange(0, Long.MAX_VALUE);

    /** How a number of parameters is written, as a regular expression of JavaScript, too. */
    public static final String SYNTAX = "^[0-9]{1,15}(\\.[0-9]{1,3})?[KMBTkmbt]?$";

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)([KMBT]?)");
    private static final String UNITS = "KMBT";
    private static final long BILLION = 1_000_000_000;

    /** No model has more, and JavaScript knows no larger whole numbers. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 53);

    public ParameterRange {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("minParameters must not be larger than maxParameters.");
        }
    }

    /** Reads {@code 8B}, {@code 1.5b}, {@code 500M} or a plain number; empty when it is none of them. */
    public static Optional<Long> count(String text) {
        Matcher parts = NUMBER.matcher(text.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        int thousands = parts.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(parts.group(2));
        BigDecimal count = new BigDecimal(parts.group(1)).scaleByPowerOfTen(3 * thousands);
        return count.compareTo(MOST) > 0 ? Optional.empty() : Optional.of(count.longValue());
    }

    public boolean contains(long parameters) {
        return min <= parameters && parameters <= max;
    }

    public boolean hasMax() {
        return max < Long.MAX_VALUE;
    }

    /** The range in whole billions that this one lies in: the Hub is known to understand those. */
    public ParameterRange inBillions() {
        return new ParameterRange(
                min / BILLION * BILLION, hasMax() ? Math.max(1, (max + BILLION - 1) / BILLION) * BILLION : max);
    }
}
