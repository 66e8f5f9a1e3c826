package io.hfdownloader.startup;

import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;

/** Has everything checked that can be, before anything starts. */
@Singleton
final class StartupChecks {

    private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

    /** Blocks, as its observers do. */
    void run(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent start, Event<StartupFaults> checks) {
        StartupFaults faults = SettingSyntax.faults();
        checks.fire(faults);
        List<String> found = faults.sentences();
        if (!found.isEmpty()) {
            throw StartupException.of(found);
        }
    }
}
