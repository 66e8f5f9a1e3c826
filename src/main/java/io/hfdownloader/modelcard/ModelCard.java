package io.hfdownloader.modelcard;

import org.jspecify.annotations.Nullable;

/**
 * A repo's README at one commit, as it can be shown.
 *
 * @param html its elements, balanced, of a short list and without attributes but checked addresses; empty when nothing is to be
 *     shown
 * @param extent how much of it that is
 * @param language the language it is in, as two letters, where it names one only; else null
 * @param address where the Hub shows all of it
 */
public record ModelCard(
        String html, Extent extent, @Nullable String language, String address) {

    /** How much of a README is shown. */
    public enum Extent {
        /** All of it. */
        WHOLE,
        /** Its beginning, as it is too long. */
        BEGINNING,
        /** Nothing: there is none, or no text in it. */
        NONE,
        /** Nothing: it takes too long to be read. */
        TOO_INTRICATE
    }
}
