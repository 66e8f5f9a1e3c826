package io.hfdownloader.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+:");
    private static final Pattern DOTS = Pattern.compile("/(?:\\.|%2[eE]){1,2}(?:/|$)");

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

    /** Follows a {@code Location} or {@code Link} from this address (RFC 3986, 5.2); empty when it leads nowhere usable. */
    public Optional<WebAddress> resolve(String location) {
        String reference = quoted(location.strip());
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        if (reference.startsWith("#")) {
            return Optional.of(this);
        }
        if (namesServer(reference)) {
            return parse(reference.startsWith("//") ? scheme + ":" + reference : reference)
                    .map(absolute -> sameOrigin(absolute) ? absolute.normalized() : absolute);
        }
        String path = path();
        if (reference.startsWith("?")) {
            return parse(origin() + path + reference);
        }
        String folder = reference.startsWith("/") ? "" : path.substring(0, path.lastIndexOf('/') + 1);
        return parse(origin() + folder + reference).map(WebAddress::normalized);
    }

    /** True for a {@code Location} that names a server, and not only a path on the same one. */
    public static boolean namesServer(String location) {
        String reference = location.strip();
        return reference.startsWith("//") || SCHEME.matcher(reference).lookingAt();
    }

    /** The path without the query. */
    public String path() {
        return target.substring(0, firstOf(target, 0, "?"));
    }

    /** Without {@code .} and {@code ..} in its path, in whatever way they are written. */
    private WebAddress normalized() {
        String path = path();
        if (!DOTS.matcher(path).find()) {
            return this;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i].replaceAll("%2[eE]", ".");
            boolean last = i == segments.length - 1;
            if (segment.equals("..")) {
                kept.pollLast();
            }
            if (!segment.equals(".") && !segment.equals("..")) {
                kept.addLast(segments[i]);
            } else if (last) {
                kept.addLast("");
            }
        }
        return withTarget("/" + String.join("/", kept) + target.substring(path.length()));
    }

    /** Servers write in a reference what should be percent-encoded there; what is, stays as it is. */
    private static String quoted(String reference) {
        if (reference.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\')) {
            return reference;
        }
        StringBuilder quoted = new StringBuilder(reference.length() + 16);
        reference.chars().forEach(c -> {
            boolean plain = c < ' ' || c > ' ' && c < 127 && c != '\\' || c > 255; // what is no octet is refused
            quoted.append(plain ? String.valueOf((char) c) : String.format("%%%02X", c));
        });
        return quoted.toString();
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
        return scheme + "://" + authority();
    }

    /** Host and port, the latter where it is not the usual one. */
    String authority() {
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        boolean usual = port == (isTls() ? 443 : 80);
        return shownHost + (usual ? "" : ":" + port);
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
