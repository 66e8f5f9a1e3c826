package io.hfdownloader.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** How long a server asks to be left alone, by the head of its answer. */
public final class RetryAfter {

    private static final Pattern RESET_SECONDS = Pattern.compile("[;\\s]t=(\\d+)");
    private static final Pattern REMAINING = Pattern.compile("[;\\s]r=(\\d+)");
    private static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d*)?");
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Backoff.MAX_WAIT.toSeconds());

    /** The three formats of RFC 9110, section 5.6.7, without the day of the week, which tells nothing and may be wrong. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("d-MMM-")
                    .appendValueReduced(
                            ChronoField.YEAR,
                            2,
                            2,
                            LocalDate.now(ZoneOffset.UTC).minusYears(50))
                    .appendPattern(" HH:mm:ss zzz")
                    .toFormatter(Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * The wait from the moment of the answer on, at most {@link Backoff#MAX_WAIT}: of a status that throttles until the
     * window of its {@code RateLimit} ends, else as {@code Retry-After} says. A date there is a moment by the server's own
     * clock, which its {@code Date} tells; ours may be hours off. Empty when nothing is told, or nothing that makes sense,
     * or no wait.
     */
    public static Optional<Duration> of(int status, MultiMap headers) {
        Optional<Duration> window =
                HttpStatus.isThrottled(status) ? usedUpWindow(headers.getAll("RateLimit")) : Optional.empty();
        return window.or(() -> Optional.ofNullable(headers.get("Retry-After"))
                        .flatMap(value -> wait(value.strip(), headers.get("Date"))))
                .filter(wait -> !wait.isZero() && !wait.isNegative());
    }

    /** The same as a moment by the clock of this machine. */
    public static Optional<Instant> moment(int status, MultiMap headers) {
        return of(status, headers).map(Instant.now()::plus);
    }

    /** Of several windows those count of which nothing is left; all of them have to end. */
    private static Optional<Duration> usedUpWindow(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(window -> " " + window)
                .filter(window -> number(REMAINING, window)
                        .filter(left -> left.signum() == 0)
                        .isPresent())
                .flatMap(window -> number(RESET_SECONDS, window).stream())
                .max(BigDecimal::compareTo)
                .map(seconds -> bounded(seconds.add(BigDecimal.ONE)));
    }

    private static Optional<BigDecimal> number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(new BigDecimal(matcher.group(1))) : Optional.empty();
    }

    private static Optional<Duration> wait(String value, @Nullable String date) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(bounded(new BigDecimal(value)));
        }
        return date(value)
                .map(moment -> Duration.between(
                        Optional.ofNullable(date).flatMap(RetryAfter::date).orElseGet(Instant::now), moment))
                .map(Backoff::bounded);
    }

    private static Duration bounded(BigDecimal seconds) {
        BigDecimal millis = seconds.min(MAX_SECONDS).movePointRight(3);
        return Duration.ofMillis(millis.longValue());
    }

    private static Optional<Instant> date(String text) {
        String withoutDay = text.strip()
                .replaceFirst("^[A-Za-z]{3,9},?\\s+(?=\\d|[A-Za-z])", "")
                .replaceAll("\\s+", " ");
        return Stream.of(text.strip(), withoutDay)
                .flatMap(form -> DATES.stream().flatMap(format -> parsed(form, format).stream()))
                .findFirst();
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter format) {
        try {
            return Optional.of(format.parse(text, Instant::from));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
