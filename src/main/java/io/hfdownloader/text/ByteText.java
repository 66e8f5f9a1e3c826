package io.hfdownloader.text;

import java.util.Locale;

/** Bytes for a sentence, in the units that disks are sold in. */
public final class ByteText {

    private ByteText() {}

    public static String of(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
