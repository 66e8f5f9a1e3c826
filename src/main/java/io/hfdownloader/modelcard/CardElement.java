package io.hfdownloader.modelcard;

import java.util.Locale;

/** All elements there are in a card; whatever its author writes, there is no other. */
enum CardElement {
    H4(Content.TEXT),
    H5(Content.TEXT),
    H6(Content.TEXT),
    P(Content.TEXT),
    PRE(Content.TEXT),
    SUMMARY(Content.TEXT),
    BLOCKQUOTE(Content.BLOCKS),
    DETAILS(Content.BLOCKS),
    UL(Content.PARTS),
    OL(Content.PARTS),
    LI(Content.ANYTHING),
    TABLE(Content.PARTS),
    THEAD(Content.PARTS),
    TBODY(Content.PARTS),
    TR(Content.PARTS),
    TH(Content.ANYTHING),
    TD(Content.ANYTHING),
    A(Content.PHRASE),
    EM(Content.PHRASE),
    STRONG(Content.PHRASE),
    DEL(Content.PHRASE),
    CODE(Content.PHRASE),
    KBD(Content.PHRASE),
    SUB(Content.PHRASE),
    SUP(Content.PHRASE),
    BR(Content.NOTHING),
    HR(Content.NOTHING);

    /** What an element holds. */
    enum Content {
        /** Other blocks; text has a paragraph of its own there. */
        BLOCKS,
        /** Blocks and text. */
        ANYTHING,
        /** Elements that are nowhere else, such as the rows of a table. */
        PARTS,
        /** Text, in a block of its own. */
        TEXT,
        /** Text, as a part of other text. */
        PHRASE,
        NOTHING
    }

    private final Content content;
    private final String tag = name().toLowerCase(Locale.ROOT);

    CardElement(Content content) {
        this.content = content;
    }

    Content content() {
        return content;
    }

    /** Its name in HTML. */
    String tag() {
        return tag;
    }

    /** Whether it is of no use without text in it. */
    boolean isOfText() {
        return content == Content.TEXT || content == Content.PHRASE;
    }

    boolean isHeading() {
        return this == H4 || this == H5 || this == H6;
    }

    boolean isPartOf(CardElement parent) {
        return switch (parent) {
            case UL, OL -> this == LI;
            case TABLE -> this == THEAD || this == TBODY || this == TR;
            case THEAD, TBODY -> this == TR;
            case TR -> this == TH || this == TD;
            default -> false;
        };
    }

    /** What stands in such an element around anything that is no part of it. */
    CardElement filler() {
        return switch (this) {
            case UL, OL -> LI;
            case TR -> TD;
            default -> TR;
        };
    }

    /** That of a heading. @param level from 1, the most important, to 3 and below */
    static CardElement heading(int level) {
        return level <= 1 ? H4 : level == 2 ? H5 : H6;
    }
}
