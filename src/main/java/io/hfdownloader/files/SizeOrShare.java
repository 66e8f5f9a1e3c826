package io.hfdownloader.files;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/**
 * An amount of room on a disk as settings write it: a size such as {@code 10G}, or a share of the disk such as {@code 5%}.
 *
 * @param bytes bytes; 0 where the share counts, or for nothing
 * @param percent share of the disk; 0 where the bytes count
 */
public record SizeOrShare(long bytes, double percent) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*(?:([KMGTP])(I?))?B?");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,3})?)\\s*%");

    /**
     * Reads what a setting says.
     *
     * @param zero what 0 means there, as in "0 for never"
     * @throws IllegalArgumentException with the end of a sentence that says how to write it
     */
    public static SizeOrShare parse(String text, String zero) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        Matcher share = SHARE.matcher(upper);
        if (share.matches()) {
            return new SizeOrShare(0, Double.parseDouble(share.group(1)));
        }
        Matcher size = SIZE.matcher(upper);
        if (!size.matches()) {
            throw new IllegalArgumentException("is \"" + UntrustedText.name(text, 60)
                    + "\", which is no size such as 10G, no share of the disk such as 5%, and not 0 for " + zero + ".");
        }
        BigDecimal unit = size.group(2) == null
                ? BigDecimal.ONE
                : BigDecimal.valueOf(size.group(3).isEmpty() ? 1_000 : 1_024).pow("KMGTP".indexOf(size.group(2)) + 1);
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit).min(BigDecimal.valueOf(Long.MAX_VALUE));
        return new SizeOrShare(bytes.longValue(), 0);
    }

    /** Its bytes on a disk of this size. */
    public double of(long totalBytes) {
        return percent > 0 ? totalBytes / 100.0 * percent : bytes;
    }
}
