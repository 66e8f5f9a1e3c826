package io.hfdownloader.hub;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.NetworkSettings;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Makes real Hub clients for tests that run without a container. */
public final class HubClients {

    private HubClients() {}

    public static HubClient of(Vertx vertx, String endpoint, @Nullable String token) {
        return of(vertx, endpoint, token, Duration.ofSeconds(5));
    }

    static HubClient of(Vertx vertx, String endpoint, @Nullable String token, Duration apiTimeout) {
        return of(new HttpConnector(vertx, new NetworkSettings(Map.of())), endpoint, token, apiTimeout);
    }

    public static HubClient of(HttpConnector connector, String endpoint, @Nullable String token, Duration apiTimeout) {
        return client(connector, endpoint, token(token), apiTimeout);
    }

    /** One that asks with whatever this is told. */
    public static HubClient withToken(Vertx vertx, String endpoint, HubToken token) {
        return client(new HttpConnector(vertx, new NetworkSettings(Map.of())), endpoint, token, Duration.ofSeconds(5));
    }

    private static HubClient client(HttpConnector connector, String endpoint, HubToken token, Duration apiTimeout) {
        HubConfig config = new Config(Optional.of(endpoint), Optional.empty(), apiTimeout);
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new HubClient(connector, json, config, token);
    }

    /** With this setting and no file; null for none. */
    public static HubToken token(@Nullable String setting) {
        return new HubToken(
                new Config(Optional.empty(), Optional.ofNullable(setting), Duration.ofSeconds(5)), Map.of());
    }

    /** One whose memory has room for so many files. */
    static HubClient ofMemory(Vertx vertx, String endpoint, int maxFiles) {
        HubConfig config = new Config(Optional.of(endpoint), Optional.empty(), Duration.ofSeconds(5));
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        HttpConnector connector = new HttpConnector(vertx, new NetworkSettings(Map.of()));
        return new HubClient(connector, json, config, new HubToken(config), maxFiles);
    }

    private record Config(Optional<String> endpoint, Optional<String> token, Duration apiTimeout) implements HubConfig {

        @Override
        public Optional<String> tokenPath() {
            return Optional.of("/nonexistent/token");
        }

        @Override
        public Optional<String> home() {
            return Optional.empty();
        }
    }
}
