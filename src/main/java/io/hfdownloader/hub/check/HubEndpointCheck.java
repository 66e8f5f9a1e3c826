package io.hfdownloader.hub.check;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.hub.HubConfig;
import io.hfdownloader.hub.HubEndpoint;
import io.hfdownloader.startup.StartupFaults;

/** A Hub's address that cannot be used is told with the other faults, before anything starts. */
@Singleton
final class HubEndpointCheck {

    void check(@Observes StartupFaults faults, HubConfig config) {
        HubEndpoint.fault(config.endpoint()).ifPresent(faults::add);
    }
}
