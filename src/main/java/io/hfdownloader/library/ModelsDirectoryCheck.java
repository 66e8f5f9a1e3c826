package io.hfdownloader.library;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.library.layout.ShownPathConfig;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.startup.StartupFaults;

/** A models directory that cannot be used, or shown, is told with the other faults, before anything starts. */
@Singleton
final class ModelsDirectoryCheck {

    /** Blocks. Opens the library, which is done once and at its first use. */
    void check(@Observes StartupFaults faults, ModelLibrary library) {
        try {
            var opened = library.layout();
        } catch (LibraryUnavailableException unusable) {
            faults.add(String.valueOf(unusable.getMessage()));
        }
    }

    void check(@Observes StartupFaults faults, ShownPathConfig config) {
        config.shownDir().flatMap(ShownPath::fault).ifPresent(faults::add);
    }
}
