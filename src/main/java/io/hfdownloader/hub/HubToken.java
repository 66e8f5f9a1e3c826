package io.hfdownloader.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * The access token, from the places where the {@code hf} client looks: the setting, then a file.
 * The file is read again by a schedule, so that a login on the server is noticed; reading it here never blocks.
 */
@ApplicationScoped
public class HubToken {

    private static final long MAX_FILE_BYTES = 64 * 1024;

    private final Optional<String> configured;
    private final Path file;
    private volatile @Nullable String current;

    HubToken(HubConfig config) {
        this.configured = config.token().map(HubToken::sanitized).filter(text -> !text.isEmpty());
        this.file = tokenFile(config);
        refresh();
    }

    /** The token to send to the Hub, if there is one. */
    public Optional<String> current() {
        return Optional.ofNullable(current);
    }

    /** Blocks. Reads the token's file again. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    final void refresh() {
        current = configured.or(this::fromFile).orElse(null);
    }

    private Optional<String> fromFile() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            return Optional.of(sanitized(Files.readString(file))).filter(text -> !text.isEmpty());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Path tokenFile(HubConfig config) {
        return config.tokenPath()
                .map(HubToken::expand)
                .or(() -> config.home().map(home -> expand(home).resolve("token")))
                .orElseGet(() -> cacheHome().resolve("huggingface").resolve("token"));
    }

    private static Path cacheHome() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(HubToken::expand)
                .orElseGet(() -> expand("~/.cache"));
    }

    private static Path expand(String text) {
        return text.equals("~") || text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(1))
                : Path.of(text);
    }

    /** A token ends up in a header: nothing but visible ASCII may. */
    private static String sanitized(String text) {
        String oneLine = text.replace("\r", "").replace("\n", "").strip();
        return oneLine.chars().allMatch(c -> c > ' ' && c < 127) ? oneLine : "";
    }
}
