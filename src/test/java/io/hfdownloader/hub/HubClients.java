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
        HubConfig config = new Config(Optional.of(endpoint), Optional.ofNullable(token), apiTimeout);
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new HubClient(connector, json, config, new HubToken(config));
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
