package io.hfdownloader.hub;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The place of a Hub: a server, and the path on it below which all addresses of that Hub are.
 *
 * @param server the server; its target means nothing
 * @param prefix the path, without a slash at its end; empty for none
 */
public record HubEndpoint(WebAddress server, String prefix) {

    private static final String DEFAULT = "https://huggingface.co";
    private static final Set<String> ORIGINAL = Set.of("huggingface.co", "www.huggingface.co", "hf.co");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+)://(.*)");
    private static final Pattern HOST = Pattern.compile(
            "\\[[0-9A-Fa-f:.]+]|(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\\.)*+[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\\.?");
    private static final Pattern PATH = Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*+)*+");
    private static final Pattern DOTS = Pattern.compile("/(?:\\.|%2[eE]){1,2}(?:/|$)");

    /**
     * Reads the setting; none and an empty one mean the original Hub.
     *
     * @throws ConfigurationException with the sentence of {@link #fault} when it cannot be used
     */
    public static HubEndpoint of(Optional<String> setting) {
        fault(setting).ifPresent(sentence -> {
            throw new ConfigurationException(sentence);
        });
        WebAddress address = WebAddress.parse(text(setting)).orElseThrow();
        return new HubEndpoint(address.withTarget("/"), address.target().replaceFirst("/+$", ""));
    }

    /** What is wrong with the setting, as a sentence for the user; empty when it can be used. */
    public static Optional<String> fault(Optional<String> setting) {
        String text = text(setting);
        return reason(text)
                .map(reason -> "HF_ENDPOINT " + shown(text) + reason
                        + ". Write it as https://host or https://host/path and start again.");
    }

    /** A password or a token that somebody wrote into it is not repeated. */
    private static String shown(String text) {
        return text.matches("[^@?#]*") ? "is \"" + UntrustedText.name(text) + "\", which " : "";
    }

    private static String text(Optional<String> setting) {
        return setting.map(String::strip).filter(text -> !text.isEmpty()).orElse(DEFAULT);
    }

    private static Optional<String> reason(String text) {
        var schemeAndRest = SCHEME.matcher(text);
        if (text.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            return Optional.of("has a space in it");
        }
        if (text.chars().anyMatch(c -> c > 127)) {
            return Optional.of("has letters beyond ASCII in it; a host's name with such letters begins with xn--");
        }
        if (text.matches("[\"'].*|.*[\"']")) {
            return Optional.of("has quotation marks around it");
        }
        if (!schemeAndRest.matches()) {
            return Optional.of("has no scheme");
        }
        if (!schemeAndRest.group(1).matches("(?i)https?")) {
            return Optional.of("is neither http nor https");
        }
        return reasonBehindScheme(schemeAndRest.group(2));
    }

    private static Optional<String> reasonBehindScheme(String rest) {
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            return Optional.of("has a query or a fragment behind its path");
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        if (authority.indexOf('@') >= 0) {
            return Optional.of("has a user or a password in it; a token goes into HF_TOKEN");
        }
        int colon = authority.lastIndexOf(':') > authority.lastIndexOf(']') ? authority.lastIndexOf(':') : -1;
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty()) {
            return Optional.of("names no host");
        }
        if (!HOST.matcher(host).matches()) {
            return Optional.of("names a host that cannot be one");
        }
        if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
            return Optional.of("has a port that is no number from 1 to 65535");
        }
        return PATH.matcher(path).matches() && !DOTS.matcher(path).find()
                ? Optional.empty()
                : Optional.of("has a path that cannot be used");
    }

    private static boolean isPort(String text) {
        return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535;
    }

    /** True for every Hub but the original one. */
    public boolean isMirror() {
        return !ORIGINAL.contains(server.host());
    }

    /** True for an address that this Hub's own answers would name if it is the original one. */
    static boolean isOriginal(WebAddress address) {
        return ORIGINAL.contains(address.host());
    }

    /** The address of this path and query below the endpoint. */
    WebAddress at(String target) {
        return server.withTarget(prefix + target);
    }

    /** True when this address is on this Hub, so that its headers can be believed to be the Hub's. */
    public boolean contains(WebAddress address) {
        String target = address.target();
        return address.sameOrigin(server)
                && target.startsWith(prefix)
                && (target.length() == prefix.length() || "/?".indexOf(target.charAt(prefix.length())) >= 0);
    }

    /** What comes over TLS is not to go on without it. */
    boolean mayLeadTo(WebAddress address) {
        return address.isTls() || !server.isTls();
    }

    /** As it was configured, for messages. */
    public String displayed() {
        return server.origin() + prefix;
    }
}
