package io.hfdownloader.header;

/** Texts from a file's header, for a page: on one line, without control characters, not longer than a name is. */
final class Words {

    private static final int LONGEST = 120;

    private Words() {}

    static String plain(String text) {
        String clean = text.replaceAll("\\p{C}", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }
}
