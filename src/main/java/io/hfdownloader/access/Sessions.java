package io.hfdownloader.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;

/**
 * The sessions of browsers, by the hash of their cookies. Known from memory; kept in a file, so that an upgrade logs nobody out. Any thread.
 */
public final class Sessions {

    static final int MAX_SESSIONS = 500;

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final long SEEN_SECONDS = 60;
    private static final String SESSIONS = "sessions";

    private final StateFile file;
    private final Logins logins;
    private final InstantSource clock;
    private final Map<String, Session> byHash = new ConcurrentHashMap<>();

    Sessions(Supplier<RootFolder> root, Supplier<Path> place, Logins logins, InstantSource clock) {
        this.file = new StateFile(root, place);
        this.logins = logins;
        this.clock = clock;
    }

    /** How long a browser is to keep the cookie. */
    public static long maxSeconds() {
        return Session.LONGEST.toSeconds();
    }

    /** Begins one; the value of its cookie, which nothing but chance has made. */
    String begin(String user) {
        Instant now = clock.instant();
        String secret = Secret.random();
        makeRoom(now);
        byHash.put(Secret.hash(secret), new Session(user, logins.fingerprint(user), now, now));
        return secret;
    }

    /** The one that was seen last longest ago has to go. */
    private synchronized void makeRoom(Instant now) {
        byHash.values().removeIf(session -> session.isOver(now));
        while (byHash.size() >= MAX_SESSIONS) {
            byHash.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().seenAt()))
                    .ifPresent(oldest -> byHash.remove(oldest.getKey()));
        }
    }

    /** Who asks with this cookie; it has been seen then. From memory. */
    public Optional<String> user(String secret) {
        if (secret.length() != Secret.CHARS) {
            return Optional.empty();
        }
        String hash = Secret.hash(secret);
        Session session = byHash.get(hash);
        Instant now = clock.instant();
        if (session == null) {
            return Optional.empty();
        }
        if (session.isOver(now)) {
            byHash.remove(hash);
            return Optional.empty();
        }
        if (session.seenAt().plusSeconds(SEEN_SECONDS).isBefore(now)) {
            byHash.replace(hash, session, session.seen(now)); // not one that has ended meanwhile
        }
        return Optional.of(session.user());
    }

    /** Ends one, if there is one. */
    public void end(String secret) {
        byHash.remove(Secret.hash(secret));
    }

    int size() {
        return byHash.size();
    }

    /** Blocks. What cannot be read is no session. */
    void load() {
        try {
            Instant now = clock.instant();
            file.read().path(SESSIONS).properties().stream()
                    .limit(MAX_SESSIONS)
                    .forEach(entry -> Session.of(entry.getValue())
                            .filter(session -> !session.isOver(now)
                                    && !session.fingerprint().isEmpty()
                                    && session.fingerprint().equals(logins.fingerprint(session.user())))
                            .ifPresent(session -> byHash.put(entry.getKey(), session)));
        } catch (IOException | RuntimeException unreadable) {
            LOG.warnf(
                    "Everybody has to log in again: %s",
                    UntrustedText.message(String.valueOf(unreadable.getMessage())));
        }
    }

    /** Blocks. Where it cannot be written, the next start asks for a login again. */
    public void save() {
        try {
            boolean unused = file.change(
                    Duration.ZERO,
                    before -> { // nobody else writes it
                        ObjectNode json = StateFile.object();
                        ObjectNode all = json.putObject(SESSIONS);
                        List.copyOf(byHash.entrySet())
                                .forEach(entry ->
                                        all.set(entry.getKey(), entry.getValue().toJson()));
                        return json;
                    });
        } catch (IOException | RuntimeException away) {
            LOG.warnf("Sessions are not kept: %s", UntrustedText.message(String.valueOf(away.getMessage())));
        }
    }
}
