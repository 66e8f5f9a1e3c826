package io.hfdownloader.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which bytes an answer holds (RFC 9110, 14.4); half-open, unlike the header.
 *
 * @param start first byte
 * @param end byte after the last one
 * @param total bytes of the whole; empty where the server does not tell
 */
public record ContentRange(long start, long end, OptionalLong total) {

    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** What the header says; empty when it is missing or says nothing that could be true. */
    public static Optional<ContentRange> parse(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long start = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        OptionalLong total =
                matcher.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(3)));
        return last < start ? Optional.empty() : Optional.of(new ContentRange(start, last + 1, total));
    }
}
