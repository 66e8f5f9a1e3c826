package io.hfdownloader.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.annotation.JsonValue;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.TokenText;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The access token, from the places where the {@code hf} client looks, and one more between them: the setting, what was given
 * to this program while it runs, then a file. The file is read again by a schedule, so that a login on the server is noticed;
 * reading the token here never blocks. One line in the log says where the token is from, or why one that is there is not used;
 * never the token.
 */
@ApplicationScoped
public class HubToken {

    private static final Logger LOG = Logger.getLogger(HubToken.class);
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String NEW_NAME = "HF_TOKEN";
    private static final String OLD_NAME = "HUGGING_FACE_HUB_TOKEN";
    private static final String NOT_BY_ITSELF = "HF_HUB_DISABLE_IMPLICIT_TOKEN";
    private static final Set<String> YES = Set.of("1", "on", "yes", "true");

    private final HubConfig config;
    private final Map<String, String> environment;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Lookup fromEnvironment;
    private volatile Lookup fromFile = Lookup.NOTHING;
    private volatile @Nullable Found given;
    private volatile String told = "";

    /** Who has set the token. */
    public enum Source {
        /** The setting, most often by a variable of the environment. */
        ENVIRONMENT,
        /** A file of the {@code hf} client. */
        FILE,
        /** Whoever uses this program. */
        PAGE;

        /** Its name in the API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a token is from.
     *
     * @param name of the variable or the file, for users; null for one that was given to this program
     */
    public record Origin(Source source, @Nullable String name) {}

    private record Found(String value, Origin origin) {}

    /**
     * What came of looking in one kind of place.
     *
     * @param story what there is to tell, as sentences without their stops
     */
    private record Lookup(@Nullable Found found, List<String> story) {

        static final Lookup NOTHING = new Lookup(null, List.of());

        Lookup {
            story = List.copyOf(story);
        }
    }

    @Inject
    HubToken(HubConfig config) {
        this(config, System.getenv());
    }

    HubToken(HubConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
        this.fromEnvironment = lookUpEnvironment();
        refresh();
    }

    /** The token to send to the Hub, if there is one. */
    public Optional<String> current() {
        return found().map(Found::value);
    }

    /** Where that token is from; empty where there is none. */
    public Optional<Origin> origin() {
        return found().map(Found::origin);
    }

    private Optional<Found> found() {
        return Optional.ofNullable(fromEnvironment.found())
                .or(() -> Optional.ofNullable(given))
                .or(() -> Optional.ofNullable(fromFile.found()));
    }

    /**
     * From now on this token is sent, unless the setting names one; null for those of files again.
     *
     * @param token of a form that can be sent
     */
    public void give(@Nullable String token) {
        change(() -> given = token == null ? null : new Found(known(token), new Origin(Source.PAGE, null)));
    }

    /** Runs this whenever another token is sent from now on, or none: what was granted to the one before is not its own. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** What was logged last; empty for nothing. */
    String told() {
        return told;
    }

    /** Blocks. Reads the token's file again. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    final void refresh() {
        boolean isLast = fromEnvironment.found() != null
                || isSwitchedOff() && !fromEnvironment.story().isEmpty();
        Lookup read = isLast ? Lookup.NOTHING : lookUpFile(); // not under the lock: its disk may not answer
        change(() -> fromFile = read);
    }

    private synchronized void change(Runnable change) {
        Optional<String> before = current();
        change.run();
        tell();
        Optional<String> after = current();
        after.ifPresent(SecretMasker::add); // of many secrets the oldest is forgotten
        if (!before.equals(after)) {
            listeners.forEach(Runnable::run);
        }
    }

    private void tell() {
        List<String> story = new ArrayList<>(fromEnvironment.story());
        if (fromEnvironment.found() == null) {
            story.addAll(given == null ? fromFile.story() : List.of("The token is the one that was given on the page"));
        }
        String line = String.join(". ", story);
        if (!line.equals(told)) {
            told = line;
            LOG.infof("%s.", line.isEmpty() ? "There is no token any more" : line);
        }
    }

    private Lookup lookUpEnvironment() {
        List<String> story = new ArrayList<>();
        Found set = usable(
                new Origin(Source.ENVIRONMENT, NEW_NAME),
                config.token().map(TokenText::of).orElse(null),
                story);
        String old = environment.get(OLD_NAME);
        Found found = set != null
                ? set
                : usable(new Origin(Source.ENVIRONMENT, OLD_NAME), old == null ? null : TokenText.of(old), story);
        return unlessSwitchedOff(found, story);
    }

    private Lookup lookUpFile() {
        List<String> story = new ArrayList<>();
        return unlessSwitchedOff(readFile(story), story);
    }

    /** What the variable switches off is what nobody has told this program to send: not what was given to it. */
    private Lookup unlessSwitchedOff(@Nullable Found found, List<String> story) {
        if (found == null || !isSwitchedOff()) {
            return new Lookup(found, story);
        }
        story.add("It is not used, as " + NOT_BY_ITSELF + " is set");
        return new Lookup(null, story);
    }

    private boolean isSwitchedOff() {
        return YES.contains(environment.getOrDefault(NOT_BY_ITSELF, "").strip().toLowerCase(Locale.ROOT));
    }

    /** Null when there is none. What is set and empty is not set. */
    private static @Nullable Found usable(Origin origin, @Nullable TokenText text, List<String> story) {
        if (text == null || text.isEmpty() && text.removed().isEmpty()) {
            return null;
        }
        Optional<String> objection = text.objection();
        if (objection.isPresent()) {
            story.add("The token of " + origin.name() + " " + objection.get() + text.removedWords()
                    + ", so it is not used; copy it anew");
            return null;
        }
        story.add("The token is that of " + origin.name() + text.removedWords());
        return new Found(known(text.value()), origin);
    }

    /** Masked from before it is in use. */
    private static String known(String token) {
        SecretMasker.add(token);
        return token;
    }

    private @Nullable Found readFile(List<String> story) {
        boolean isNamed = config.tokenPath().filter(text -> !text.isBlank()).isPresent();
        String name = "its file";
        try {
            Path file = file();
            name = UntrustedText.name(file.toString());
            byte[] bytes = read(file);
            if (bytes.length > MAX_FILE_BYTES) {
                story.add("The file " + name + " is too large for a token, so it is not used");
                return null;
            }
            if (isNamed && bytes.length == 0) {
                story.add("The file " + name + " is empty, so there is no token");
            }
            return usable(new Origin(Source.FILE, name), TokenText.of(bytes), story);
        } catch (NoSuchFileException none) {
            if (isNamed) {
                story.add("There is no file " + name + ", which HF_TOKEN_PATH names, so there is no token");
            }
        } catch (IOException unreadable) {
            story.add("The token in " + name + " is not used, as the user " + System.getProperty("user.name")
                    + " cannot read it (" + unreadable.getClass().getSimpleName() + ")");
        } catch (InvalidPathException noPath) {
            story.add("The name of the token's file cannot be used on this system (setting LC_ALL=C.UTF-8 may help)");
        }
        return null;
    }

    /** One byte more than it may have tells that it is too large, also of what has no size, as a pipe. */
    private static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_FILE_BYTES + 1);
        }
    }

    private Path file() {
        return config.tokenPath()
                .filter(text -> !text.isBlank())
                .map(this::expand)
                .or(() -> config.home()
                        .filter(text -> !text.isBlank())
                        .map(home -> expand(home).resolve("token")))
                .orElseGet(() -> cacheHome().resolve("huggingface").resolve("token"));
    }

    private Path cacheHome() {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(this::expand)
                .orElseGet(() -> expand("~/.cache"));
    }

    /** The home is what the variable says, as for {@code hf}: a service may have another one than its user. */
    private Path expand(String text) {
        if (!text.equals("~") && !text.startsWith("~/")) {
            return Path.of(text);
        }
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home, text.substring(1));
    }
}
