package io.hfdownloader.access;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may use the service. Without a login, a file of them and a header, everybody may. */
@ConfigMapping(prefix = "hf-downloader")
public interface AccessConfig {

    /** Name and bcrypt hash of the password, with a colon between them, as {@code hf-downloader password NAME} prints them. Never logged. */
    Optional<String> login();

    /** A file of such lines, one for each user, as {@code htpasswd -B} writes them. Read at the start. */
    Optional<String> loginFile();

    /**
     * Addresses and networks ({@code 10.0.0.0/8}) of proxies: what they say of their clients in {@code X-Forwarded-For} and
     * {@code X-Forwarded-Proto} is believed, and of a user in the header below.
     */
    Optional<List<String>> loginProxies();

    /** Header in which those proxies name the user that has logged in there, such as {@code Remote-User}; none is believed without it. */
    Optional<String> loginHeader();

    /** Whether metrics can be read without a login. */
    @WithDefault("false")
    boolean openMetrics();
}
