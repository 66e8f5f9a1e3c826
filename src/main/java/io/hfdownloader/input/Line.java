package io.hfdownloader.input;

import io.hfdownloader.input.reference.Quoted;

/**
 * One line to read, put together where it went on over several.
 *
 * @param number where it begins, from 1
 * @param text without decoration, tokens masked; holds line breaks within a call in Python only
 * @param hadSecret whether a token stood in it
 */
record Line(int number, String text, boolean hadSecret) {

    private static final int LONGEST_SHOWN = 500;

    /** How the line is shown to the user. */
    String shown() {
        return Quoted.shortened(text.replaceAll("\\s++", " ").strip(), LONGEST_SHOWN);
    }
}
