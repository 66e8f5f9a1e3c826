package io.hfdownloader.standin.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of paths as the Hub and its clients do it. */
public final class PercentEncoding {

    private static final String UNQUOTED = "_.-~/";

    private PercentEncoding() {}

    public static String quote(String path) {
        StringBuilder quoted = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNQUOTED.indexOf(c) >= 0);
            quoted.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return quoted.toString();
    }

    /** Everything but letters, digits and {@code _.-~}; for one segment or a query value. */
    public static String quoteSegment(String text) {
        return quote(text).replace("/", "%2F");
    }
}
