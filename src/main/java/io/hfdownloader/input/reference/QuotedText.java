package io.hfdownloader.input.reference;

import io.hfdownloader.text.UntrustedText;

/** A user's words within a sentence: in quotes, printable, and not long. */
public final class QuotedText {

    private static final int MAX_CHARS = 120;

    private QuotedText() {}

    public static String of(String text) {
        return "\"" + UntrustedText.name(text, MAX_CHARS) + "\"";
    }
}
