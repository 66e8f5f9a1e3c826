package io.hfdownloader.transfer;

/** The user, or the end of the program, stopped a transfer or one of its streams. No fault, so it has no stack trace. */
final class StoppedException extends RuntimeException {

    StoppedException() {
        super("Stopped", null, false, false);
    }
}
