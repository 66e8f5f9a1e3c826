package io.hfdownloader.web;

import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A service that was given a token and told its names, and what its models directory is called outside. It is one for all tests that need a setting, as each profile is a
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
                "/srv/models/");
    }
}
