package io.hfdownloader.command.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The few settings that a command needs before anything is started, read where the service reads them: system properties,
 * environment, {@code .env} and {@code config/application.properties} of this folder.
 */
public final class LocalSettings {

    private final Map<String, String> environment;
    private final Properties variables;
    private final Properties settings;

    /** Blocks briefly. */
    public LocalSettings(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.variables = read(folder.resolve(".env"));
        this.settings = read(folder.resolve("config").resolve("application.properties"));
    }

    /** The value of a setting; empty when it is not set, or set to nothing. */
    public Optional<String> get(String property) {
        String variable = property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return text(System.getProperty(property))
                .or(() -> variable(variable))
                .or(() -> text(variables.getProperty(variable)))
                .or(() -> text(settings.getProperty(property)));
    }

    /** A variable of the environment that is set and not blank. */
    public Optional<String> variable(String name) {
        return text(environment.get(name));
    }

    /** All variables of the environment. */
    Map<String, String> environment() {
        return environment;
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(some -> !some.isEmpty());
    }

    /** Nothing where it cannot be read: the service says what is wrong with it. */
    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                properties.clear();
            }
        }
        return properties;
    }
}
