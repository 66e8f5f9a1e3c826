package io.hfdownloader.access;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.RepoLayout;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** The door: whether there is a login at all, and who has come through it. Without one, nothing here costs anything. */
@ApplicationScoped
@Named("access")
public class Access {

    private static final Logger LOG = Logger.getLogger(Access.class);
    private static final int BEFORE_IT_LISTENS = 100;

    private final boolean on;
    private final boolean openMetrics;
    private final Logins logins;
    private final TrustedProxies proxies;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final PasswordCheck passwords;

    @Inject
    Access(AccessConfig config, ModelLibrary library) {
        this(
                config,
                library::layout,
                InstantSource.system()); // asked whether it is on before the library may be opened
    }

    Access(AccessConfig config, Supplier<RepoLayout> library, InstantSource clock) {
        Supplier<RootFolder> root = () -> library.get().rootFolder();
        this.on = isOn(config);
        this.openMetrics = config.openMetrics();
        this.logins = Logins.of(config, new ArrayList<>()); // which were told before the start
        this.proxies = TrustedProxies.of(config);
        this.sessions = new Sessions(root, () -> library.get().stateFolder().resolve("sessions.json"), logins, clock);
        this.tokens = new AccessTokens(root, () -> AccessTokens.place(library.get()), clock);
        this.passwords = new PasswordCheck(logins, new GuessThrottle(clock));
    }

    /** Whether these settings ask for a login. */
    static boolean isOn(AccessConfig config) {
        return isSet(config.login().orElse(""))
                || isSet(config.loginFile().orElse(""))
                || TrustedProxies.header(config).isPresent();
    }

    private static boolean isSet(String text) {
        return !text.isBlank();
    }

    /** Blocks. */
    void load(@Observes @Priority(BEFORE_IT_LISTENS) StartupEvent start) {
        if (on) {
            sessions.load();
            LOG.infof(
                    "A login is needed: %d with a password%s.",
                    logins.size(),
                    proxies.header()
                            .map(name -> ", and those that a proxy names in " + name)
                            .orElse(""));
        }
    }

    /** Blocks. */
    void save(@Observes ShutdownEvent end) {
        if (on) {
            if (sessions.size() > 0) {
                sessions.save();
            }
            tokens.keep();
        }
    }

    /** Whether a login is needed. */
    public boolean isOn() {
        return on;
    }

    /** Whether anybody can log in with a password, and not by way of a proxy alone. */
    public boolean hasPasswords() {
        return !logins.isEmpty();
    }

    /** Whether metrics are for everybody. */
    public boolean hasOpenMetrics() {
        return openMetrics;
    }

    /** Whose words are believed. */
    public TrustedProxies proxies() {
        return proxies;
    }

    /** Of browsers. */
    public Sessions sessions() {
        return sessions;
    }

    /** Of programs. */
    public AccessTokens tokens() {
        return tokens;
    }

    /**
     * Whether name and password are right. Nothing is compared for an address that has guessed too often.
     *
     * @param address the client's
     */
    public Uni<LoginResult> check(String address, String user, String password) {
        return passwords.check(AddressRange.network(address), user, password);
    }

    /** Begins a session of a user whose password was right; the value of its cookie. Blocks. */
    public String begin(String user) {
        String secret = sessions.begin(user);
        sessions.save();
        return secret;
    }
}
