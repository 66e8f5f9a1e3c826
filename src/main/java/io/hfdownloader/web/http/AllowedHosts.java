package io.hfdownloader.web.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/**
 * The names this service may be called by. A page of another site can have its own name lead here and then counts as ours to
 * a browser (DNS rebinding); but it cannot hide that name. So what nobody outside can have led here is served (addresses, names
 * without a dot, names of the house's own network, those of this machine), and of the rest what the setting says.
 */
@ApplicationScoped
class AllowedHosts {

    private static final Logger LOG = Logger.getLogger(AllowedHosts.class);

    private static final String ANY = "*";
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    /** RFC 6761, RFC 6762, RFC 8375, and what home routers hand out: the global DNS has none of them. */
    private static final List<String> OF_THE_HOUSE = List.of(".localhost", ".local", ".lan", ".home.arpa");

    private final Set<String> names;
    private final List<String> suffixes;
    private volatile Set<String> ownNames = Set.of();

    @Inject
    AllowedHosts(WebConfig config) {
        this(config.allowedHosts().orElse(List.of()));
    }

    /** @param configured names, {@code *.example.com} for all below one, {@code *} for any */
    AllowedHosts(List<String> configured) {
        this.names = configured.stream()
                .map(AllowedHosts::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        this.suffixes = names.stream()
                .filter(name -> name.startsWith("*."))
                .map(name -> name.substring(1))
                .toList();
    }

    /** Asks what this machine is called, which may take a name server's time: beside the start. */
    void findOwnNames(@Observes StartupEvent event) {
        Infrastructure.getDefaultWorkerPool().execute(this::findOwnNames);
    }

    /** Blocks. */
    private void findOwnNames() {
        try {
            InetAddress machine = InetAddress.getLocalHost();
            learnOwnNames(List.of(machine.getHostName(), machine.getCanonicalHostName()));
        } catch (UnknownHostException nameless) {
            LOG.debugf("This machine has no name of its own: %s", nameless.getMessage());
        }
    }

    /** These are names of this machine, too. */
    void learnOwnNames(List<String> found) {
        Set<String> all = new HashSet<>(ownNames);
        found.stream().map(AllowedHosts::name).filter(name -> !name.isEmpty()).forEach(all::add);
        ownNames = Set.copyOf(all);
    }

    /**
     * Whether a request with this {@code Host} header is for us; its port does not matter. One without (HTTP/1.0) comes from no
     * browser. Does not block.
     */
    boolean allows(String host) {
        String name = name(host);
        return isOfTheHouse(name)
                || names.contains(name)
                || names.contains(ANY)
                || ownNames.contains(name)
                || suffixes.stream().anyMatch(name::endsWith);
    }

    private static boolean isOfTheHouse(String name) {
        return name.indexOf('.') < 0 && name.indexOf(':') < 0
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || OF_THE_HOUSE.stream().anyMatch(name::endsWith);
    }

    private static String name(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d{0,5}$", "");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
