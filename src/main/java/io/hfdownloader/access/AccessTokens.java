package io.hfdownloader.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.text.UntrustedText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens for programs. They stand in one file, which a command may change while the service runs: what is known from memory is compared with it
 * now and then.
 */
public final class AccessTokens {

    /** More are not kept. */
    public static final int MAX_TOKENS = 200;

    private static final int MAX_NAME_CHARS = 60;
    private static final int ID_BYTES = 4;
    private static final long FRESH_NANOS = 5_000_000_000L;
    private static final String TOKENS = "tokens";
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069]");

    private static final Logger LOG = Logger.getLogger(AccessTokens.class);
    private static final Duration MAX_WAIT_FOR_DISK = Duration.ofSeconds(3);

    private final StateFile file;
    private final InstantSource clock;
    private final Object looking = new Object();
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private volatile String complaint = "";
    private final Map<String, LocalDate> used = new ConcurrentHashMap<>();
    private volatile Map<String, AccessToken> byHash = Map.of();
    private volatile long readNanos = System.nanoTime() - FRESH_NANOS;
    private @Nullable Object version;

    AccessTokens(Supplier<RootFolder> root, Supplier<Path> place, InstantSource clock) {
        this.file = new StateFile(root, place);
        this.clock = clock;
    }

    /** Those of a models directory, for a command. */
    public static AccessTokens in(Path modelsDir) {
        RepoLayout layout = new RepoLayout(modelsDir);
        return new AccessTokens(layout::rootFolder, () -> place(layout), InstantSource.system());
    }

    static Path place(RepoLayout layout) {
        return layout.stateFolder().resolve("access-tokens.json");
    }

    /** Whether what is known from memory was compared with the file in the last seconds. */
    public boolean isFresh() {
        return System.nanoTime() - readNanos < FRESH_NANOS;
    }

    /** Whether a text can be one at all. */
    public static boolean isForm(String secret) {
        return secret.startsWith(AccessToken.PREFIX) && secret.length() == AccessToken.PREFIX.length() + Secret.CHARS;
    }

    /** The one with this secret. From memory. */
    public Optional<AccessToken> find(String secret) {
        return isForm(secret) ? Optional.ofNullable(byHash.get(Secret.hash(secret))) : Optional.empty();
    }

    /** Compares with the file, where that was not done in the last seconds; once at a time, however many ask. Never fails, and does not wait for a disk that does not answer. */
    public Uni<Void> refreshed() {
        if (isFresh()) {
            return Uni.createFrom().voidItem();
        }
        CompletableFuture<Void> look;
        synchronized (looking) {
            if (running.isDone() && !isFresh()) {
                running = CompletableFuture.runAsync(this::refreshQuietly, Infrastructure.getDefaultWorkerPool());
            }
            look = running;
        }
        return Uni.createFrom()
                .completionStage(look::copy)
                .ifNoItem()
                .after(MAX_WAIT_FOR_DISK)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private void refreshQuietly() {
        try {
            refresh();
            complaint = "";
        } catch (IOException | RuntimeException failure) {
            String now = UntrustedText.message(String.valueOf(failure.getMessage()));
            if (!now.equals(complaint)) {
                complaint = now;
                LOG.warnf("The access tokens cannot be read: %s", now);
            }
        }
    }

    /** Compares with the file, and writes down which were used since. While it is away, nothing changes; what cannot be read opens nothing. Blocks. */
    synchronized void refresh() throws IOException {
        try {
            Object now = file.version();
            if (!now.equals(version)) {
                take(read());
                version = now;
            }
            if (!used.isEmpty()) {
                keepUse();
            }
        } finally {
            readNanos = System.nanoTime();
        }
    }

    private List<AccessToken> read() throws IOException {
        try {
            return tokens(file.read());
        } catch (IOException unreadable) {
            take(List.of());
            version = null;
            throw unreadable;
        }
    }

    /** One was used; written down with the next look at the file. Any thread. */
    public void used(AccessToken token) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(token.usedOn()) && used.size() < MAX_TOKENS) {
            used.put(token.id(), today);
        }
    }

    /** Writes down which were used, before the end. Blocks. */
    void keep() {
        if (!used.isEmpty()) {
            refreshQuietly();
        }
    }

    private void keepUse() throws IOException {
        Map<String, LocalDate> days = Map.copyOf(used);
        if (change(
                Duration.ZERO,
                before -> before.stream()
                        .map(token -> days.containsKey(token.id()) ? token.usedOn(days.get(token.id())) : token)
                        .toList())) {
            days.forEach(used::remove);
        }
    }

    /** All, the newest first. Blocks. */
    public List<AccessToken> list() {
        return told("The tokens cannot be read", () -> {
            refresh();
            return byHash.values().stream()
                    .sorted((one, other) -> other.createdAt().compareTo(one.createdAt()))
                    .toList();
        });
    }

    /**
     * Makes one. Blocks.
     *
     * @throws IllegalArgumentException with a sentence for the user when it cannot be made
     */
    public AccessToken.Made make(String wanted, Scope scope) {
        String name = wanted.strip();
        if (name.isEmpty()
                || name.length() > MAX_NAME_CHARS
                || INVISIBLE.matcher(name).find()) {
            throw new IllegalArgumentException("The name of a token has 1 to " + MAX_NAME_CHARS
                    + " characters and no control characters. Choose another name.");
        }
        String secret = AccessToken.PREFIX + Secret.random();
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        AccessToken token = new AccessToken(
                HexFormat.of().formatHex(id),
                name,
                scope,
                Secret.hash(secret),
                Instant.ofEpochSecond(clock.instant().getEpochSecond()),
                null);
        return told("The token could not be kept, so there is none", () -> {
            change(before -> {
                if (before.size() >= MAX_TOKENS) {
                    throw new IllegalArgumentException("There are " + MAX_TOKENS
                            + " tokens, and no more are kept. Revoke those that nobody uses.");
                }
                List<AccessToken> all = new ArrayList<>(before);
                all.add(token);
                return all;
            });
            return new AccessToken.Made(token, secret);
        });
    }

    /** Takes the one of this id, or those of this name, back; how many those were. Blocks. */
    public int revoke(String idOrName) {
        return told("The token could not be revoked", () -> {
            int[] count = new int[1];
            change(before -> {
                List<AccessToken> left = before.stream()
                        .filter(token ->
                                !token.id().equals(idOrName) && !token.name().equals(idOrName))
                        .toList();
                count[0] = before.size() - left.size();
                return left;
            });
            return count[0];
        });
    }

    private void change(Function<List<AccessToken>, List<AccessToken>> change) throws IOException {
        if (!change(MAX_WAIT_FOR_DISK, change)) {
            throw new IOException("another process is changing the tokens; try again");
        }
    }

    /** False when another process has been changing them for all this time. */
    private synchronized boolean change(Duration wait, Function<List<AccessToken>, List<AccessToken>> change)
            throws IOException {
        boolean changed = file.change(wait, json -> {
            List<AccessToken> before = tokens(json);
            List<AccessToken> after = change.apply(before);
            take(after);
            return after.equals(before) ? null : json(after);
        });
        version = changed ? file.version() : version;
        return changed;
    }

    private void take(List<AccessToken> tokens) {
        byHash = tokens.stream()
                .collect(Collectors.toUnmodifiableMap(AccessToken::hash, Function.identity(), (one, other) -> one));
    }

    private static List<AccessToken> tokens(JsonNode json) {
        return json.path(TOKENS)
                .valueStream()
                .flatMap(token -> AccessToken.of(token).stream())
                .limit(MAX_TOKENS)
                .toList();
    }

    private static ObjectNode json(List<AccessToken> tokens) {
        ObjectNode json = StateFile.object();
        ArrayNode all = json.putArray(TOKENS);
        tokens.forEach(token -> all.add(token.toJson()));
        return json;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T told(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException failure) {
            throw DiskException.of(what, failure);
        }
    }
}
