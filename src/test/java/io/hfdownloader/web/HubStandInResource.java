package io.hfdownloader.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives the tested service a Hub of its own and an empty models directory. A test has both by a field of type
 * {@link HubStandIn} or {@link Path}; a program that runs elsewhere is controlled by {@code /_standin/} of the endpoint.
 */
public class HubStandInResource implements QuarkusTestResourceLifecycleManager {

    private HubStandIn hub;
    private Path models;

    @Override
    public Map<String, String> start() {
        hub = HubStandIn.startWithSamples();
        try {
            models = Files.createTempDirectory("models").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "hf.endpoint",
                hub.endpoint(),
                "hf.api-timeout",
                "8s",
                "hf.token-path",
                models.resolveSibling("no-token").toString(),
                "hf-downloader.models-dir",
                models.toString(),
                "hf-downloader.retry-delay",
                "100ms",
                "hf-downloader.resolve-patience",
                "3s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(hub, field -> field.getType() == HubStandIn.class);
        injector.injectIntoFields(
                models,
                field -> field.getType() == Path.class && field.getName().equals("models"));
    }

    @Override
    public void stop() {
        hub.close();
    }
}
