package io.hfdownloader.library;

/** A repo folder that somebody else works in. The message is a sentence for the user. */
public final class RepoInUseException extends RuntimeException {

    RepoInUseException(String message) {
        super(message);
    }
}
