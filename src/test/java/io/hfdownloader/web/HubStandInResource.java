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
        return Map.ofEntries(
                Map.entry("hf.endpoint", hub.endpoint()),
                Map.entry("hf.api-timeout", "8s"),
                Map.entry("hf.token-path", models.resolveSibling("no-token").toString()),
                Map.entry("hf-downloader.models-dir", models.toString()),
                Map.entry("hf-downloader.retry-delay", "100ms"),
                Map.entry("hf-downloader.resolve-patience", "3s"),
                Map.entry("hf-downloader.update-check-interval", "1ms"),
                // told of nothing by themselves, as the disk is never low
                Map.entry("hf-downloader.disk-low", "0"),
                Map.entry("hf-downloader.hooks.says.command", "/bin/sh -c 'echo $HOOK_EVENT: $HOOK_MESSAGE'"),
                Map.entry("hf-downloader.hooks.says.events", "disk-low"),
                Map.entry("hf-downloader.hooks.away.kind", "slack"),
                Map.entry("hf-downloader.hooks.away.url", "http://127.0.0.1:9/services/AbCdEf-0123456789-gh"),
                Map.entry("hf-downloader.hooks.away.events", "disk-low"));
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
