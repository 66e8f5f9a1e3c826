package io.hfdownloader.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The proxies that are believed, and for what. Immutable. */
public final class TrustedProxies {

    private static final int MAX_HOPS = 20;
    private static final int MAX_USER_CHARS = 200;
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    private final List<AddressRange> ranges;
    private final Optional<String> header;

    TrustedProxies(List<AddressRange> ranges, Optional<String> header) {
        this.ranges = List.copyOf(ranges);
        this.header = header;
    }

    static TrustedProxies of(AccessConfig config) {
        return new TrustedProxies(
                config.loginProxies().orElse(List.of()).stream()
                        .flatMap(text -> AddressRange.parse(text).stream())
                        .toList(),
                header(config));
    }

    static Optional<String> header(AccessConfig config) {
        return config.loginHeader().map(String::strip).filter(name -> !name.isEmpty());
    }

    /** Whether whoever is at the other end of a connection is one of them. */
    public boolean include(@Nullable String address) {
        return !ranges.isEmpty() && includes(AddressRange.address(address));
    }

    private boolean includes(byte @Nullable [] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** In which header they name the user; empty for none. */
    public Optional<String> header() {
        return header;
    }

    /** The user that such a header names. One that comes twice was put there by two, of which one may be the client. */
    public static Optional<String> user(List<String> values) {
        if (values.size() != 1) {
            return Optional.empty();
        }
        String user = values.get(0).strip();
        return user.isEmpty()
                        || user.length() > MAX_USER_CHARS
                        || CONTROL.matcher(user).find()
                ? Optional.empty()
                : Optional.of(user);
    }

    /**
     * The client's address: the nearest one that is no trusted proxy's. What clients write themselves stands further off.
     *
     * @param peer who is at the other end of the connection
     * @param forwardedFor all values of {@code X-Forwarded-For} in their order
     */
    public String client(@Nullable String peer, List<String> forwardedFor) {
        String nearest = String.valueOf(peer);
        if (!include(peer)) {
            return nearest;
        }
        List<String> hops = List.of(String.join(",", forwardedFor).split(",", -1));
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MAX_HOPS); i--) {
            String hop = hops.get(i).strip();
            byte[] address = AddressRange.address(hop);
            if (address == null) {
                return nearest;
            }
            nearest = hop;
            if (!includes(address)) {
                return nearest;
            }
        }
        return nearest;
    }
}
