package io.hfdownloader.startup;

import java.util.List;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The program cannot start as it is set up. The message says all that is wrong and what to do. */
public final class StartupException extends ConfigurationException {

    private StartupException(String message) {
        super(message);
    }

    static StartupException of(List<String> faults) {
        return new StartupException(
                faults.size() == 1
                        ? faults.get(0)
                        : "There are " + faults.size() + " faults:\n - " + String.join("\n - ", faults));
    }
}
