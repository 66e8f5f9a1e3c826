package io.hfdownloader.network;

/** An answer goes on beyond the limit of its kind: a server that never stops sending must not fill the memory. */
public final class TooLongException extends RuntimeException {

    TooLongException() {
        super("its answer is longer than any such answer should be");
    }
}
