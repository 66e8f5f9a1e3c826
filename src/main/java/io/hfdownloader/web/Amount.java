package io.hfdownloader.web;

/** A size to read, and the exact one for its tooltip; in English, or in the language of the texts that are given along. */
record Amount(String text, String exact) {

    static Amount of(long bytes) {
        return new Amount(Formats.bytes(bytes), Formats.exactBytes(bytes));
    }

    static Amount of(long bytes, Texts texts) {
        return new Amount(Formats.bytes(bytes, texts), Formats.exactBytes(bytes, texts));
    }

    static Amount part(long bytes, long of) {
        return new Amount(Formats.part(bytes, of), Formats.exactPart(bytes, of));
    }

    static Amount part(long bytes, long of, Texts texts) {
        return new Amount(Formats.part(bytes, of, texts), Formats.exactPart(bytes, of, texts));
    }
}
