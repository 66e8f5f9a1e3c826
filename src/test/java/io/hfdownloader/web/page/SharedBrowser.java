package io.hfdownloader.web.page;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Closes the browser of the tests of pages when the service that it looked at ends. The first page starts it. */
public class SharedBrowser implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of();
    }

    @Override
    public void stop() {
        Chromium.close();
    }
}
