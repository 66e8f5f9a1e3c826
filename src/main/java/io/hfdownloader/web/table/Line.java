package io.hfdownloader.web.table;

/**
 * What a line is filtered, grouped and sorted by; {@code model.js} reads the same from its markup.
 *
 * @param of what the line shows
 * @param search lower case text that the filter looks into
 * @param bytes all of it
 * @param partial those of files that are not complete
 * @param updated Unix seconds
 * @param formats in small letters, with blanks between
 */
public record Line<T>(
        T of,
        String name,
        String type,
        String group,
        String search,
        long bytes,
        long partial,
        long updated,
        String state,
        boolean behind,
        String formats) {}
