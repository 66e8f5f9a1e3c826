package io.hfdownloader.command.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is.
 *
 * @param root its address with the path that stands before its own, without a slash at the end and without credentials
 * @param authorization header with an access token, or for a proxy in front that asks for a login, or null
 * @param shown the address as it was written, without credentials
 * @param named false for the place where this machine's service would be, of which nobody has said that it is there
 */
public record ServiceAddress(URI root, @Nullable String authorization, boolean named, String shown) {

    /** The variable that names it. */
    public static final String VARIABLE = "HF_DOWNLOADER_URL";

    private static final Pattern ADDRESS = Pattern.compile(
            "(?<scheme>https?)://(?:(?<user>[^/?#]*)@)?(?<host>\\[[0-9a-f:.%]+]|[^/?#@:\\[\\]\\s]+)(?<port>:\\d{1,5})?(?<path>(?:/[^?#\\s]*)?)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDERSCORED = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
    /** The variable with an access token of the service. */
    public static final String TOKEN_VARIABLE = "HF_DOWNLOADER_API_TOKEN";

    private static final String DEFAULT_PORT = "5000";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,500}");
    private static final Set<String> ALL_INTERFACES = Set.of("0.0.0.0", "::", "[::]", "*");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * That of the option, else of the variable, else this machine's port.
     *
     * @throws CommandException when what is named is no address
     */
    public static ServiceAddress of(@Nullable String option, LocalSettings settings) {
        Optional<String> named = Optional.ofNullable(option).or(() -> settings.variable(VARIABLE));
        return place(named, settings).withToken(settings.variable(TOKEN_VARIABLE));
    }

    private static ServiceAddress place(Optional<String> named, LocalSettings settings) {
        return named.map(text -> parse(text, true, ServiceAddress::lookUp)).orElseGet(() -> {
            String host = settings.get("quarkus.http.host")
                    .filter(name -> !ALL_INTERFACES.contains(name))
                    .map(name -> name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name)
                    .orElse("127.0.0.1");
            String port = settings.get("quarkus.http.port").orElse(DEFAULT_PORT);
            return parse("http://" + host + ":" + port, false, ServiceAddress::lookUp);
        });
    }

    /** @param lookUp gives the number of a machine by its name */
    static ServiceAddress parse(String text, boolean named, UnaryOperator<String> lookUp) {
        String whole = text.strip();
        Matcher address = ADDRESS.matcher(whole.contains("://") ? whole : "http://" + whole);
        if (!address.matches()) { // what is wrong with it is not quoted: it may be a password
            throw notAnAddress();
        }
        String scheme = address.group("scheme").toLowerCase(Locale.ROOT);
        String host = address.group("host");
        String rest = Optional.ofNullable(address.group("port")).orElse("")
                + address.group("path").replaceFirst("/+$", "");
        try {
            String shown = scheme + "://" + host + rest;
            URI root = new URI(shown);
            if (root.getHost() == null) { // names of containers may have a _, which Java does not take
                root = new URI(scheme + "://" + number(host, scheme, lookUp) + rest);
            }
            String userInfo = address.group("user");
            return new ServiceAddress(
                    root,
                    userInfo == null ? null : authorization(new URI("http://" + userInfo + "@x").getUserInfo()),
                    named,
                    shown);
        } catch (URISyntaxException bad) {
            throw notAnAddress();
        }
    }

    /** A certificate is for a name, so that TLS has no use for a number. */
    private static String number(String host, String scheme, UnaryOperator<String> lookUp) {
        if (scheme.equals("https") || !UNDERSCORED.matcher(host).matches()) {
            throw notAnAddress();
        }
        return lookUp.apply(host);
    }

    /** Blocks. */
    private static String lookUp(String host) {
        try {
            String found = InetAddress.getByName(host).getHostAddress();
            return found.indexOf(':') >= 0 ? "[" + found + "]" : found;
        } catch (UnknownHostException unknown) {
            throw CommandException.of(
                    ExitCode.UNREACHABLE,
                    "There is no machine of the name " + host + ". Name the address of the service with --url or "
                            + VARIABLE + ".");
        }
    }

    private static @Nullable String authorization(@Nullable String userInfo) {
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** A name and a password in the address are for a proxy in front, and stand in the same header. */
    private ServiceAddress withToken(Optional<String> token) {
        if (authorization != null || token.isEmpty()) {
            return this;
        }
        if (!TOKEN.matcher(token.get()).matches()) {
            throw CommandException.of(
                    ExitCode.WRONG_USE,
                    TOKEN_VARIABLE + " is no access token. Make one with: hf-downloader token NAME");
        }
        return new ServiceAddress(root, "Bearer " + token.get(), named, shown);
    }

    private static CommandException notAnAddress() {
        return CommandException.of(
                ExitCode.WRONG_USE,
                "The address of the service (--url or " + VARIABLE
                        + ") cannot be read. Write it as http://host:5000 or https://host/hf-downloader.");
    }

    /** An address of the service's API; the path begins with a slash. */
    URI resolve(String path) {
        return URI.create(root + path);
    }

    /** Whether it is this machine's, by its name, so that the service's files are here. */
    public boolean isThisMachine() {
        return !named || THIS_MACHINE.contains(root.getHost()) || root.getHost().startsWith("127.");
    }

    /** For sentences. */
    @Override
    public String toString() {
        return shown;
    }
}
