package io.hfdownloader.web;

/** A size to read, and the exact one for its tooltip. */
record Amount(String text, String exact) {

    static Amount of(long bytes) {
        return new Amount(Formats.bytes(bytes), Formats.exactBytes(bytes));
    }

    static Amount part(long bytes, long of) {
        return new Amount(Formats.part(bytes, of), Formats.exactPart(bytes, of));
    }
}
