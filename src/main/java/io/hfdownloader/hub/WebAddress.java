package io.hfdownloader.hub;

import java.util.Locale;
import java.util.Optional;

/**
 * An absolute HTTP address that keeps path and query byte for byte: decoding and encoding a signed link
 * anew can break its signature, so {@code java.net.URI} is not used here.
 *
 * @param scheme {@code http} or {@code https}
 * @param host host name or address, lower case, IPv6 without brackets
 * @param port the port, never the absence of one
 * @param target path and query as received, beginning with {@code /}; the fragment is cut
 */
public record WebAddress(String scheme, String host, int port, String target) {

    /** Reads an absolute address; empty for other schemes, user names, spaces or control characters in it. */
    public static Optional<WebAddress> parse(String text) {
        int schemeEnd = text.indexOf("://");
        if (schemeEnd < 0 || text.chars().anyMatch(c -> c <= ' ' || c == 127 || c > 255)) {
            return Optional.empty();
        }
        String scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        int hostStart = schemeEnd + 3;
        int hostEnd = firstOf(text, hostStart, "/?#");
        return authority(scheme, text.substring(hostStart, hostEnd), targetOf(text.substring(hostEnd)));
    }

    /** Follows a {@code Location} or {@code Link} from this address; empty when it leads nowhere usable. */
    public Optional<WebAddress> resolve(String location) {
        if (location.contains("://") && firstOf(location, 0, "/?#") > location.indexOf("://")) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse(scheme + ":" + location);
        }
        if (location.startsWith("/")) {
            return parse(origin() + location);
        }
        String path = target.substring(0, firstOf(target, 0, "?"));
        return parse(origin() + path.substring(0, path.lastIndexOf('/') + 1) + location);
    }

    /** True when scheme, host and port are the same, so that a token for one may be sent to the other. */
    public boolean sameOrigin(WebAddress other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    /** The same server, another path. */
    public WebAddress withTarget(String newTarget) {
        return new WebAddress(scheme, host, port, newTarget);
    }

    public boolean isTls() {
        return scheme.equals("https");
    }

    /** Scheme, host and port, for addresses and messages. */
    public String origin() {
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        boolean usual = port == (isTls() ? 443 : 80);
        return scheme + "://" + shownHost + (usual ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return origin() + target;
    }

    private static Optional<WebAddress> authority(String scheme, String authority, String target) {
        if (authority.contains("@")) {
            return Optional.empty();
        }
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        String host = colon > bracket ? authority.substring(0, colon) : authority;
        String portText = colon > bracket ? authority.substring(colon + 1) : "";
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || portText.length() > 5 || !portText.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int usualPort = scheme.equals("https") ? 443 : 80;
        int port = portText.isEmpty() ? usualPort : Integer.parseInt(portText);
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new WebAddress(scheme, host.toLowerCase(Locale.ROOT), port, target));
    }

    private static String targetOf(String rest) {
        String withoutFragment = rest.substring(0, firstOf(rest, 0, "#"));
        return withoutFragment.startsWith("/") ? withoutFragment : "/" + withoutFragment;
    }

    private static int firstOf(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
