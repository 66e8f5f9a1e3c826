package io.hfdownloader.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/**
 * What the environment says of the network, read once at the start: proxies and authorities, in the variables that curl,
 * OpenSSL and the Python client read. They are no properties of ours: what is in them is taken as it is, and small letters
 * are not capitals.
 */
@Startup
@Singleton
public class NetworkSettings {

    private static final Logger LOG = Logger.getLogger(NetworkSettings.class);

    private final ProxyRules proxies;
    private final OwnAuthorities authorities;

    /** Blocks: reads certificates. */
    @Inject
    NetworkSettings() {
        this(System.getenv());
        proxies.lines().forEach(LOG::info);
        authorities.lines().forEach(LOG::info);
    }

    /**
     * Blocks: reads certificates.
     *
     * @param environment variables and their values
     * @throws ConfigurationException that says of each variable that cannot be used what is wrong with it
     */
    public NetworkSettings(Map<String, String> environment) {
        List<String> faults = new ArrayList<>();
        this.proxies = ProxyRules.of(environment, faults);
        this.authorities = OwnAuthorities.read(environment, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(String.join("\n", faults));
        }
    }

    Optional<Proxy> proxyFor(WebAddress server) {
        return proxies.proxyFor(server);
    }

    /** All there are. */
    Set<Proxy> proxies() {
        return proxies.all();
    }

    /** Who decides on a server's certificate. Blocks: reads the built-in authorities. */
    X509TrustManager trust() {
        return TrustedAuthorities.withOwn(authorities.certificates());
    }
}
