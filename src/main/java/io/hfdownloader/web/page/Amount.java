package io.hfdownloader.web.page;

/** A size to read, and the exact one for its tooltip, in the language of the texts. */
record Amount(String text, String exact) {

    static Amount of(long bytes, Texts texts) {
        return new Amount(Formats.bytes(bytes, texts), Formats.exactBytes(bytes, texts));
    }

    static Amount part(long bytes, long of, Texts texts) {
        return new Amount(Formats.part(bytes, of, texts), Formats.exactPart(bytes, of, texts));
    }
}
