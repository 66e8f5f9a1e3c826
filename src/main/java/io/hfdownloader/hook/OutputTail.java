package io.hfdownloader.hook;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.hfdownloader.text.UntrustedText;

/** The end of what a command has written, however much that was. */
final class OutputTail {

    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_LINES = 10;
    private static final int MAX_LINE_CHARS = 300;

    private final byte[] ring = new byte[MAX_BYTES];
    private long written;

    void add(byte[] bytes, int length) {
        for (int i = Math.max(0, length - MAX_BYTES); i < length; i++) {
            ring[(int) ((written + i) % MAX_BYTES)] = bytes[i];
        }
        written += length;
    }

    /** Its last lines, harmless, without those that are empty. */
    List<String> lines() {
        int length = (int) Math.min(written, MAX_BYTES);
        byte[] kept = new byte[length];
        for (int i = 0; i < length; i++) {
            kept[i] = ring[(int) ((written - length + i) % MAX_BYTES)];
        }
        String text = new String(kept, StandardCharsets.UTF_8);
        int first = written > MAX_BYTES ? text.indexOf('\n') + 1 : 0; // a line that was cut could hold half a secret
        List<String> lines = text.substring(first)
                .lines()
                .map(line -> UntrustedText.line(line, MAX_LINE_CHARS))
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
    }
}
