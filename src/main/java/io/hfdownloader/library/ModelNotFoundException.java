package io.hfdownloader.library;

/** Nothing of that name is in the library. The message is a sentence for the user. */
public final class ModelNotFoundException extends RuntimeException {

    ModelNotFoundException(String message) {
        super(message);
    }
}
