package io.hfdownloader.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A service that was given a token and told its names, what its models directory is called outside, and of a further one. It is one for all tests that need a setting, as each profile is a
 * start of the service.
 */
public class SettingsTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "hf.token",
                HubStandIn.STAND_IN_TOKEN,
                "hf-downloader.allowed-hosts",
                "Models.example.com, nas",
                "hf-downloader.shown-dir",
                "/srv/models/",
                "hf-downloader.roots",
                "spare=" + spare(),
                "hf-downloader.root-for",
                "ruled/*=spare");
    }

    /** On the disk of the models directory, so that nothing comes to it that is not sent there. */
    private static Path spare() {
        try {
            Path spare = Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "spare-models-" + ProcessHandle.current().pid());
            return Files.createDirectories(spare).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
