package io.hfdownloader.xet;

/** Bytes of the storage are not what they should be; the message says in what way. */
public final class BadXorbException extends RuntimeException {

    BadXorbException(String message) {
        super(message);
    }
}
