package io.hfdownloader.network;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Proxies and authorities that cannot be used are told with the other faults, before anything starts. */
@Singleton
final class NetworkSettingsCheck {

    /** Blocks: reads certificates. */
    void check(@Observes StartupFaults faults) {
        try {
            var settings = new NetworkSettings(System.getenv());
        } catch (ConfigurationException unusable) {
            String.valueOf(unusable.getMessage()).lines().forEach(faults::add);
        }
    }
}
