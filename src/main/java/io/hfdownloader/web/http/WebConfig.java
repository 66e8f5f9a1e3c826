package io.hfdownloader.web.http;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the service stands behind a reverse proxy, and what it is called. */
@ConfigMapping(prefix = "hf-downloader")
public interface WebConfig {

    /** Path prefix behind a reverse proxy; empty or {@code /} for none. Routes answer with and without it. */
    @WithDefault("/hf-downloader")
    Optional<String> baseUrl();

    /**
     * Names this service may be called by, without a port, beside those that nobody outside can lead here (addresses, names
     * without a dot or of the house's network, this machine's own); a request for another one is refused. {@code *.example.com}
     * for all below one, {@code *} for any.
     */
    Optional<List<String>> allowedHosts();
}
