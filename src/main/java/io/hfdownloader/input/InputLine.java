package io.hfdownloader.input;

import io.hfdownloader.text.UntrustedText;

/**
 * One line to read, put together where it went on over several.
 *
 * @param number where it begins, from 1
 * @param text without decoration, tokens masked; holds line breaks within a call in Python only
 * @param hadSecret whether something stood in it that is not to be known
 * @param hadToken whether that was an access token
 */
record InputLine(int number, String text, boolean hadSecret, boolean hadToken) {

    private static final int MAX_SHOWN_CHARS = 500;

    /** How the line is shown to the user. */
    String shown() {
        return UntrustedText.name(text.replaceAll("\\s++", " ").strip(), MAX_SHOWN_CHARS);
    }
}
