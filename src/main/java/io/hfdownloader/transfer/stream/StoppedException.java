package io.hfdownloader.transfer.stream;

/** The user, or the end of the program, stopped a transfer or one of its streams. No fault, so it has no stack trace. */
public final class StoppedException extends RuntimeException {

    public StoppedException() {
        super("Stopped", null, false, false);
    }
}
