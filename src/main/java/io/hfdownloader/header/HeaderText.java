package io.hfdownloader.header;

/** Texts from a file's header, for a page: on one line, without control characters, not longer than a name is. */
final class HeaderText {

    private static final int MAX_CHARS = 120;

    private HeaderText() {}

    static String plain(String text) {
        String clean = text.replaceAll("\\p{C}", " ").strip();
        return clean.length() <= MAX_CHARS ? clean : clean.substring(0, MAX_CHARS) + "…";
    }
}
