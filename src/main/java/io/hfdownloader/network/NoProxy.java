package io.hfdownloader.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The servers that are reached without a proxy, as {@code NO_PROXY} lists them: {@code *} for all, a host with all below it
 * (with or without a dot before it), an address, a network as {@code 10.0.0.0/8} or {@code fd00::/8}, each but the network
 * with a port if it is for that alone. Addresses are compared as they are written in an address; no name is looked up.
 */
final class NoProxy {

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)](?::(\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("([^:/]+)(?::(\\d{1,5}))?");
    private static final Pattern NETWORK = Pattern.compile("([^/]+)/(\\d{1,3})");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<Predicate<WebAddress>> entries;
    private final List<String> unreadable;

    private NoProxy(List<Predicate<WebAddress>> entries, List<String> unreadable) {
        this.entries = List.copyOf(entries);
        this.unreadable = List.copyOf(unreadable);
    }

    static NoProxy parse(@Nullable String text) {
        List<Predicate<WebAddress>> entries = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String entry : SEPARATOR.split(text == null ? "" : text, -1)) {
            if (!entry.isEmpty()) {
                entry(entry)
                        .ifPresentOrElse(
                                entries::add, () -> unreadable.add(entry.contains("@") ? "(one with @)" : entry));
            }
        }
        return new NoProxy(entries, unreadable);
    }

    boolean matches(WebAddress address) {
        return entries.stream().anyMatch(entry -> entry.test(address));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What means nothing, and is passed over as curl passes it over. */
    List<String> unreadable() {
        return unreadable;
    }

    private static Optional<Predicate<WebAddress>> entry(String text) {
        if (text.equals("*")) {
            return Optional.of(address -> true);
        }
        Matcher network = NETWORK.matcher(text);
        if (network.matches()) {
            return network(network.group(1), Integer.parseInt(network.group(2)));
        }
        Matcher brackets = BRACKETS.matcher(text);
        if (brackets.matches()) {
            return address(brackets.group(1)).map(found -> hasAddress(found, port(brackets.group(2))));
        }
        Optional<InetAddress> bare = address(text);
        if (bare.isPresent()) {
            return bare.map(found -> hasAddress(found, OptionalInt.empty()));
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            return Optional.empty();
        }
        OptionalInt port = port(name.group(2));
        Optional<InetAddress> literal = address(name.group(1));
        return literal.isPresent() ? literal.map(found -> hasAddress(found, port)) : below(name.group(1), port);
    }

    private static Optional<Predicate<WebAddress>> below(String text, OptionalInt port) {
        String name = text.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "");
        if (name.isEmpty() || name.contains("*")) {
            return Optional.empty();
        }
        return Optional.of(address -> {
            String host = address.host().replaceFirst("\\.$", "");
            return (host.equals(name) || host.endsWith("." + name)) && isAt(address, port);
        });
    }

    private static Predicate<WebAddress> hasAddress(InetAddress wanted, OptionalInt port) {
        return address -> address(address.host()).filter(wanted::equals).isPresent() && isAt(address, port);
    }

    private static Optional<Predicate<WebAddress>> network(String text, int bits) {
        return address(text)
                .map(InetAddress::getAddress)
                .filter(base -> bits <= base.length * Byte.SIZE)
                .map(base -> address -> address(address.host())
                        .filter(host -> startsAlike(base, host.getAddress(), bits))
                        .isPresent());
    }

    private static boolean startsAlike(byte[] base, byte[] other, int bits) {
        if (base.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((base[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAt(WebAddress address, OptionalInt port) {
        return port.isEmpty() || port.getAsInt() == address.port();
    }

    private static OptionalInt port(@Nullable String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /** An address as it is written; a name gives none, and is not looked up. */
    private static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
