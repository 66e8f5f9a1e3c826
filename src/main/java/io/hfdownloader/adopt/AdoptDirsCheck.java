package io.hfdownloader.adopt;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;

/** Folders that cannot be meant are told with the other faults, before anything starts. One that is not there now may come. */
@Singleton
final class AdoptDirsCheck {

    void check(@Observes StartupFaults faults, AdoptConfig config) {
        config.adoptDirs().orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .flatMap(text -> SearchPlaces.fault(text).stream())
                .forEach(faults::add);
    }
}
