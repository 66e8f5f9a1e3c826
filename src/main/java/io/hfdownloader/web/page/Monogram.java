package io.hfdownloader.web.page;

import io.quarkus.qute.TemplateData;

/**
 * Stands where others have a picture: a letter, in one of the colours of the style sheets.
 *
 * @param letter one character to read
 * @param hue number of the class {@code hue-}, from 0
 */
@TemplateData
record Monogram(String letter, int hue) {

    /** As many as {@code components.css} has. */
    private static final int HUES = 8;

    /**
     * @param name whose first letter it shows
     * @param owner all of whose things have the same colour
     */
    static Monogram of(String name, String owner) {
        String letter = name.codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("·");
        return new Monogram(letter, Math.floorMod(owner.hashCode(), HUES));
    }
}
