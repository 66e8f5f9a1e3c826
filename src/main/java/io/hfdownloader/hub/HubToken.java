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

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.TokenText;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The access token, from the places where the {@code hf} client looks: the setting, then a file.
 * The file is read again by a schedule, so that a login on the server is noticed; reading it here never blocks. One line in
 * the log says where the token is from, or why one that is there is not used; never the token.
 */
@ApplicationScoped
public class HubToken {

    private static final Logger LOG = Logger.getLogger(HubToken.class);
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String OLD_NAME = "HUGGING_FACE_HUB_TOKEN";
    private static final String NOT_BY_ITSELF = "HF_HUB_DISABLE_IMPLICIT_TOKEN";
    private static final Set<String> YES = Set.of("1", "on", "yes", "true");

    private final HubConfig config;
    private final Map<String, String> environment;
    private volatile @Nullable String current;
    private volatile String told = "";

    @Inject
    HubToken(HubConfig config) {
        this(config, System.getenv());
    }

    HubToken(HubConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
        refresh();
    }

    /** The token to send to the Hub, if there is one. */
    public Optional<String> current() {
        return Optional.ofNullable(current);
    }

    /** What was logged last; empty for nothing. */
    String told() {
        return told;
    }

    /** Blocks. Reads the token's file again. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    final void refresh() {
        List<String> story = new ArrayList<>();
        String found = find(story);
        if (found != null
                && YES.contains(
                        environment.getOrDefault(NOT_BY_ITSELF, "").strip().toLowerCase(Locale.ROOT))) {
            story.add("It is not used, as " + NOT_BY_ITSELF + " is set");
            found = null;
        }
        current = found;
        String line = String.join(". ", story);
        if (!line.equals(told)) {
            told = line;
            LOG.infof("%s.", line.isEmpty() ? "There is no token any more" : line);
        }
    }

    private @Nullable String find(List<String> story) {
        String set = usable("HF_TOKEN", config.token().map(TokenText::of).orElse(null), story);
        if (set != null) {
            return set;
        }
        String old = environment.get(OLD_NAME);
        String older = usable(OLD_NAME, old == null ? null : TokenText.of(old), story);
        return older != null ? older : fromFile(story);
    }

    /** Null when there is none. What is set and empty is not set. */
    private static @Nullable String usable(String source, @Nullable TokenText text, List<String> story) {
        if (text == null || text.isEmpty() && text.removed().isEmpty()) {
            return null;
        }
        Optional<String> objection = text.objection();
        if (objection.isPresent()) {
            story.add("The token of " + source + " " + objection.get() + text.removedWords()
                    + ", so it is not used; copy it anew");
            return null;
        }
        SecretMasker.add(text.value());
        story.add("The token is that of " + source + text.removedWords());
        return text.value();
    }

    private @Nullable String fromFile(List<String> story) {
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
            return usable(name, TokenText.of(bytes), story);
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
