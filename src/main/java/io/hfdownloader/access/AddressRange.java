package io.hfdownloader.access;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * An address or a network. An IPv4 address is the same when it is written as one of IPv6. No name server is asked for anything.
 *
 * @param bytes the first address
 * @param bits how many of them are fixed
 */
record AddressRange(byte[] bytes, int bits) {

    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;
    private static final Pattern OCTAL = Pattern.compile("^(?!.*:)(?:.*\\.)?0\\d");
    private static final byte[] MAPPED = HexFormat.of().parseHex("00000000000000000000ffff");

    /** Such as {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code fd00::/8}; empty for what is none. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        byte[] bytes = address(parts[0]);
        if (bytes == null || parts.length > 2) {
            return Optional.empty();
        }
        if (parts.length == 1) {
            return Optional.of(new AddressRange(bytes, bytes.length * 8));
        }
        if (!parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts[1]);
        if (bits > bytes.length * 8) { // of an IPv4 network that is written as one of IPv6
            bits = parts[0].indexOf(':') >= 0 && bytes.length == 4 ? bits - 96 : -1;
        }
        return bits < 0 || bits > bytes.length * 8 ? Optional.empty() : Optional.of(new AddressRange(bytes, bits));
    }

    /** The bytes of an address; null for what is none. */
    static byte @Nullable [] address(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 60) {
            return null;
        }
        if (OCTAL.matcher(text).find()) { // which programs read in two ways
            return null;
        }
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = plain.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? plain : plain.substring(0, zone));
        if (bytes != null
                && bytes.length == IPV6_BYTES
                && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
            return Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES);
        }
        return bytes;
    }

    /** Whom guesses are counted for: an IPv4 address, or the 64 bits of a network of IPv6 that one client may take any address of. */
    static String network(@Nullable String text) {
        byte[] bytes = address(text);
        if (bytes == null) {
            return "";
        }
        return HexFormat.of().formatHex(bytes.length == IPV6_BYTES ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }

    boolean contains(byte @Nullable [] address) {
        if (address == null || address.length != bytes.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(bytes, 0, whole, address, 0, whole)
                && (rest == 0 || (bytes[whole] & 0xff) >> (8 - rest) == (address[whole] & 0xff) >> (8 - rest));
    }
}
