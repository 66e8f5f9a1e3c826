package io.hfdownloader.xet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.network.WebAddress;
import org.jspecify.annotations.Nullable;

/**
 * A signed address of a xorb. It is used byte for byte as it came: writing its query anew would break the signature.
 *
 * @param address where the bytes are
 * @param expires until when it is good, or null when it does not say
 */
public record SignedUrl(WebAddress address, @Nullable Instant expires) {

    private static final int MAX_CHARS = 8_192;
    private static final Pattern EXPIRES = Pattern.compile("[?&]Expires=(\\d{1,12})(?:&|$)");

    /** Reads an address; empty when it is none, or longer than any. */
    static Optional<SignedUrl> parse(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        return WebAddress.parse(text).map(address -> new SignedUrl(address, expiry(address.target())));
    }

    /** True when it is certain that it is not good any more, or will not be after this margin. */
    public boolean isExpired(Instant now, Duration margin) {
        return expires != null && !now.plus(margin).isBefore(expires);
    }

    private static @Nullable Instant expiry(String target) {
        Matcher found = EXPIRES.matcher(target);
        return found.find() ? Instant.ofEpochSecond(Long.parseLong(found.group(1))) : null;
    }
}
