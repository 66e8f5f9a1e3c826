package io.hfdownloader.header;

/** The first bytes of a file are not what its name promises. The message is a sentence for the user. */
public final class InvalidHeaderException extends RuntimeException {

    /** With a sentence for the user. */
    public InvalidHeaderException(String message) {
        super(message, null, false, false);
    }
}
