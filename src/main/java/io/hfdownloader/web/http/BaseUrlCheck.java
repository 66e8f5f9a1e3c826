package io.hfdownloader.web.http;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;

/** A base URL that is no path is told with the other faults, before anything starts. */
@Singleton
final class BaseUrlCheck {

    void check(@Observes StartupFaults faults, WebConfig config) {
        try {
            var path = new BasePath(config);
        } catch (IllegalStateException noPath) {
            faults.add(String.valueOf(noPath.getMessage()));
        }
    }
}
