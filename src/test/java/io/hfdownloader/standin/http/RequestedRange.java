package io.hfdownloader.standin.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One range of a {@code Range} header, laid on a content of known size.
 *
 * @param start first byte; equal to {@code end} when nothing of the content lies in the range
 * @param end one behind the last byte
 */
public record RequestedRange(long start, long end) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Reads {@code a-b}, {@code a-} or {@code -n}; empty for anything else, which then is to be ignored (RFC 9110). */
    public static Optional<RequestedRange> parse(@Nullable String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
            return Optional.of(new RequestedRange(size - suffix, size));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(
                first >= size ? new RequestedRange(size, size) : new RequestedRange(first, Math.min(last + 1, size)));
    }

    public boolean isUnsatisfiable() {
        return start == end;
    }

    public String contentRange(long size) {
        return "bytes " + start + "-" + (end - 1) + "/" + size;
    }
}
