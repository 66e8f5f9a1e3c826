package io.hfdownloader.command.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is.
 *
 * @param root its address with the path that stands before its own, without a slash at the end and without credentials
 * @param authorization header for a proxy in front that asks for a login, or null
 * @param named false for the place where this machine's service would be, of which nobody has said that it is there
 */
public record ServiceAddress(URI root, @Nullable String authorization, boolean named) {

    /** The variable that names it. */
    public static final String VARIABLE = "HF_DOWNLOADER_URL";

    private static final String DEFAULT_PORT = "5000";
    private static final Set<String> ALL_INTERFACES = Set.of("0.0.0.0", "::", "[::]", "*");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * That of the option, else of the variable, else this machine's port.
     *
     * @throws CommandException when what is named is no address
     */
    public static ServiceAddress of(@Nullable String option, LocalSettings settings) {
        Optional<String> named = Optional.ofNullable(option).or(() -> settings.variable(VARIABLE));
        return named.map(text -> parse(text, true)).orElseGet(() -> {
            String host = settings.get("quarkus.http.host")
                    .filter(name -> !ALL_INTERFACES.contains(name))
                    .map(name -> name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name)
                    .orElse("127.0.0.1");
            String port = settings.get("quarkus.http.port").orElse(DEFAULT_PORT);
            return parse("http://" + host + ":" + port, false);
        });
    }

    private static ServiceAddress parse(String text, boolean named) {
        String whole = text.strip();
        try {
            URI uri = new URI(whole.contains("://") ? whole : "http://" + whole);
            String scheme = uri.getScheme();
            if (uri.getHost() == null
                    || !Set.of("http", "https").contains(scheme)
                    || uri.getQuery() != null
                    || uri.getFragment() != null) {
                throw notAnAddress();
            }
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
            URI root = new URI(scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path);
            return new ServiceAddress(root, authorization(uri.getUserInfo()), named);
        } catch (URISyntaxException bad) { // its message would quote a password
            throw notAnAddress();
        }
    }

    private static @Nullable String authorization(@Nullable String userInfo) {
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
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
        return root.toString();
    }
}
