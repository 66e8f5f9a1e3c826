package io.hfdownloader.network;

import java.util.Arrays;
import java.util.Optional;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * How far an address reaches (the special-purpose registries of IANA, RFC 6890). One that carries an address of IPv4 within
 * it, as those of NAT64 do, reaches as far as that.
 */
enum AddressScope {
    /** Anywhere, as far as this program has to know: also 198.18.0.0/15, which local resolvers give out for any name. */
    PUBLIC("a public address"),
    /** A network of one's own: RFC 1918, RFC 4193, and what providers share (RFC 6598). */
    PRIVATE("a private address"),
    /** This link, where clouds tell machines their secrets. */
    LINK_LOCAL("a link-local address"),
    /** This machine. */
    LOOPBACK("an address of this machine itself"),
    /** No other end of a connection: unspecified, multicast, reserved. */
    NONE("no address of a server");

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final String words;

    AddressScope(String words) {
        this.words = words;
    }

    /** As the predicate of a sentence. */
    String words() {
        return words;
    }

    /** Of an address in digits, in whatever way resolvers take it; empty for a name. */
    static Optional<AddressScope> of(String host) {
        String text = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return Optional.ofNullable(bytes == null ? inetAton(text) : bytes).map(AddressScope::of);
    }

    static AddressScope of(byte[] address) {
        return address.length == IPV4_BYTES ? ofIpv4(address, 0) : ofIpv6(address);
    }

    private static AddressScope ofIpv4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        if (first == 0 || first >= 224) {
            return NONE;
        }
        if (first == 127) {
            return LOOPBACK;
        }
        if (first == 169 && second == 254) {
            return LINK_LOCAL;
        }
        boolean isPrivate = first == 10
                || first == 172 && second >= 16 && second < 32
                || first == 192 && second == 168
                || first == 192 && second == 0 && third == 0
                || first == 100 && second >= 64 && second < 128;
        return isPrivate ? PRIVATE : PUBLIC;
    }

    private static AddressScope ofIpv6(byte[] bytes) {
        if (isZero(bytes, 0, 15) && (bytes[15] == 0 || bytes[15] == 1)) {
            return bytes[15] == 0 ? NONE : LOOPBACK;
        }
        boolean mapped = isZero(bytes, 0, 12) // and its older forms
                || isZero(bytes, 0, 10) && (bytes[10] & bytes[11] & 0xff) == 0xff
                || isZero(bytes, 0, 8) && (bytes[8] & bytes[9] & 0xff) == 0xff && isZero(bytes, 10, 12);
        if (mapped || startsWith(bytes, 0x00, 0x64, 0xff, 0x9b)) { // RFC 6052, RFC 8215
            return ofIpv4(bytes, 12);
        }
        if (startsWith(bytes, 0x20, 0x02)) { // 6to4, RFC 3056
            return ofIpv4(bytes, 2);
        }
        if (startsWith(bytes, 0x20, 0x01, 0x00, 0x00)) { // Teredo, RFC 4380: written as its complement
            return ofIpv4(new byte[] {(byte) ~bytes[12], (byte) ~bytes[13], (byte) ~bytes[14], (byte) ~bytes[15]}, 0);
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0xff) {
            return NONE;
        }
        if (first == 0xfe && second >= 0x80 && second < 0xc0) {
            return LINK_LOCAL;
        }
        boolean isPrivate = (first & 0xfe) == 0xfc || first == 0xfe && second >= 0xc0;
        return isPrivate ? PRIVATE : PUBLIC;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes.length == IPV6_BYTES;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        byte[] wanted = new byte[prefix.length];
        for (int i = 0; i < prefix.length; i++) {
            wanted[i] = (byte) prefix[i];
        }
        return Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
    }

    /** As {@code inet_aton} reads {@code 127.1}, {@code 0x7f000001} and {@code 017700000001}; null where it does not. */
    private static byte @Nullable [] inetAton(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > IPV4_BYTES) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            long max = last ? 1L << 8 * (IPV4_BYTES - i) : 256;
            if (part < 0 || part >= max) {
                return null;
            }
            value |= last ? part : part << 8 * (IPV4_BYTES - 1 - i);
        }
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static long number(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        String digits = hex ? text.substring(2) : text;
        if (digits.isEmpty() || digits.length() > 12) {
            return -1;
        }
        try {
            return digits.startsWith("-") || digits.startsWith("+")
                    ? -1
                    : Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException name) {
            return -1;
        }
    }
}
