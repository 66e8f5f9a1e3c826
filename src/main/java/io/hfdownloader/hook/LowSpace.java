package io.hfdownloader.hook;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.text.UntrustedText;

/**
 * When a disk is low, and when it is no more: a quarter more than that must be free again, so that a disk that sways about the
 * threshold is told of once.
 *
 * @param bytes free bytes below which it is low; 0 where the share counts, or for never
 * @param percent share of the disk below which it is low; 0 where the bytes count
 */
record LowSpace(long bytes, double percent) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*(?:([KMGTP])(I?))?B?");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,3})?)\\s*%");

    /** @throws IllegalArgumentException with the end of a sentence that says how to write it */
    static LowSpace parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        Matcher share = SHARE.matcher(upper);
        if (share.matches()) {
            return new LowSpace(0, Double.parseDouble(share.group(1)));
        }
        Matcher size = SIZE.matcher(upper);
        if (!size.matches()) {
            throw new IllegalArgumentException("is \"" + UntrustedText.name(text, 60)
                    + "\", which is no size such as 10G, no share of the disk such as 5%, and not 0 for never.");
        }
        BigDecimal unit = size.group(2) == null
                ? BigDecimal.ONE
                : BigDecimal.valueOf(size.group(3).isEmpty() ? 1_000 : 1_024).pow("KMGTP".indexOf(size.group(2)) + 1);
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit).min(BigDecimal.valueOf(Long.MAX_VALUE));
        return new LowSpace(bytes.longValue(), 0);
    }

    /** Whether a disk is low that was before, or was not. */
    boolean isLow(DiskSpace space, boolean before) {
        double threshold = percent > 0 ? space.totalBytes() / 100.0 * percent : bytes;
        return space.freeBytes() < (before ? threshold * 1.25 : threshold);
    }
}
