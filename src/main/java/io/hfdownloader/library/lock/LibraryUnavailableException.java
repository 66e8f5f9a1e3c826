package io.hfdownloader.library.lock;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The models directory cannot be used. The message says why and what to do. Of its kind so that the start ends with that
 * sentence alone, not with a page of stack.
 */
public final class LibraryUnavailableException extends ConfigurationException {

    /** @param message sentences for the user */
    public LibraryUnavailableException(String message) {
        super(message);
    }
}
