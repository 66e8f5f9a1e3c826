package io.hfdownloader.web.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.UntrustedText;

/** A name that no request can have is told with the other faults, before anything starts: it would allow nobody. */
@Singleton
final class AllowedHostsCheck {

    private static final String LABEL = "[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
    private static final Pattern NAME = Pattern.compile("\\*|(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + "){0,126}\\.?");
    private static final Pattern IPV6 =
            Pattern.compile("\\[[0-9a-fA-F:.]{2,45}]|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final Pattern AROUND_NAME =
            Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]{0,20}:)?//|(?::\\d{1,5})?(?:[/?#].*)?$");

    void check(@Observes StartupFaults faults, WebConfig config) {
        config.allowedHosts().orElse(List.of()).stream()
                .flatMap(entry -> fault(entry.strip()).stream())
                .forEach(faults::add);
    }

    /** What is wrong with an entry; nothing for an empty one. */
    static Optional<String> fault(String entry) {
        if (entry.isEmpty() || isHost(entry)) {
            return Optional.empty();
        }
        String host = AROUND_NAME.matcher(entry).replaceAll("");
        String told = "hf-downloader.allowed-hosts (HF_DOWNLOADER_ALLOWED_HOSTS): \""
                + UntrustedText.name(SecretMasker.masked(entry)) + "\" ";
        return Optional.of(
                isHost(host)
                        ? told + "is more than a name. Write it without scheme, port and path: " + host + "."
                        : told + "is no name that a request can have. Write a host name such as models.example.com, an"
                                + " address, *.example.com for all names below one, or * for any; a comma stands between"
                                + " two.");
    }

    private static boolean isHost(String text) {
        return NAME.matcher(text).matches() || IPV6.matcher(text).matches();
    }
}
