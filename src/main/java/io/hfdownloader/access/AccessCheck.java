package io.hfdownloader.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;
import io.hfdownloader.text.UntrustedText;

/** What is wrong with the settings of the login is told with the other faults: a service whose login is misspelt must not start without one. */
@Singleton
final class AccessCheck {

    private static final String PROXIES = "hf-downloader.login-proxies (HF_DOWNLOADER_LOGIN_PROXIES)";
    private static final String HEADER = "hf-downloader.login-header (HF_DOWNLOADER_LOGIN_HEADER)";
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** They are there without any login. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "authorization",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "forwarded",
            "host",
            "origin",
            "referer",
            "user-agent",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-real-ip",
            "x-request-id");

    /** Blocks. */
    void check(@Observes StartupFaults faults, AccessConfig config) {
        Logins.faults(config).forEach(faults::add);
        List<String> proxies = config.loginProxies().orElse(List.of()).stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        proxies.stream()
                .filter(entry -> AddressRange.parse(entry).isEmpty())
                .forEach(
                        entry -> faults.add(
                                PROXIES + ": \"" + UntrustedText.name(entry)
                                        + "\" is no address and no network. Write 10.0.0.7, 10.0.0.0/8 or fd00::/8; a comma stands between two."));
        Optional<String> header = TrustedProxies.header(config);
        if (header.isPresent() && !HEADER_NAME.matcher(header.get()).matches()) {
            faults.add(HEADER + " is \"" + UntrustedText.name(header.get())
                    + "\", which is no name of a header. Write one such as Remote-User, or leave it out.");
        }
        if (header.isPresent() && OF_CLIENTS.contains(header.get().toLowerCase(Locale.ROOT))) {
            faults.add(HEADER + " is \"" + UntrustedText.name(header.get())
                    + "\", which every client sends or a proxy adds for everybody, so that nobody would have to log in."
                    + " Write the header in which the proxy names the user, such as Remote-User.");
        }
        if (header.isPresent() && proxies.isEmpty()) {
            faults.add(HEADER
                    + " is set, and no proxy is named from which it is believed, so that nobody could log in. Name"
                    + " the addresses of the proxies in " + PROXIES + ".");
        }
        if (!proxies.isEmpty() && !Access.isOn(config)) {
            faults.add(PROXIES
                    + " is set, and no login, so that everybody could do everything. Name the header in which the"
                    + " proxies tell the user in " + HEADER + ", or passwords, or leave it out.");
        }
    }
}
