package io.hfdownloader.input.reference;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hosts whose addresses lead to repositories: the public ones, the best known mirror, and the configured Hub. */
public final class HubHosts {

    private static final List<Place> PUBLIC =
            List.of(new Place("huggingface.co", ""), new Place("hf.co", ""), new Place("hf-mirror.com", ""));
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:https?:)?//)?(?:[^/?#@]*+@)?([^/?#@:]++(?::\\d{1,5})?)(.*)", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,20}://");
    private static final Pattern USUAL_PORT = Pattern.compile(":(?:80|443)$");

    private final List<Place> places;

    private record Place(String authority, String prefix) {}

    private HubHosts(List<Place> places) {
        this.places = List.copyOf(places);
    }

    /** The known hosts and that of the endpoint, below whose path prefix its repositories are. */
    public static HubHosts of(String endpoint) {
        Matcher parts = ADDRESS.matcher(lowerScheme(endpoint.strip()));
        Stream<Place> configured = parts.matches()
                ? Stream.of(new Place(authority(parts.group(1)), parts.group(2).replaceFirst("/++$", "")))
                : Stream.empty();
        return new HubHosts(Stream.concat(configured, PUBLIC.stream()).toList());
    }

    /** What follows the host (and the prefix) in an address of a Hub, with or without scheme; empty for other texts. */
    Optional<String> pathOf(String text) {
        Matcher parts = ADDRESS.matcher(lowerScheme(text));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String authority = authority(parts.group(1));
        String path = parts.group(2);
        return places.stream()
                .filter(place -> place.authority().equals(authority) && below(place.prefix(), path))
                .map(place -> path.substring(place.prefix().length()))
                .findFirst();
    }

    /** True for an address of any host. */
    static boolean isAddress(String text) {
        return SCHEME.matcher(text).lookingAt();
    }

    /** The host an address names, in lower case. */
    static String hostOf(String text) {
        String afterScheme = text.replaceFirst("^[^:/]*+://", "");
        return afterScheme
                .replaceFirst("[/?#].*+$", "")
                .replaceFirst("^[^@]*+@", "")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean below(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || "/?#".indexOf(path.charAt(prefix.length())) >= 0);
    }

    private static String authority(String text) {
        String lower = USUAL_PORT.matcher(text.toLowerCase(Locale.ROOT)).replaceFirst("");
        return lower.startsWith("www.") ? lower.substring(4) : lower;
    }

    private static String lowerScheme(String text) {
        int end = text.indexOf("://");
        return end > 0 && end < 8 ? text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end) : text;
    }
}
