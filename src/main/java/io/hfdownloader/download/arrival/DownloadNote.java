package io.hfdownloader.download.arrival;

import java.util.Locale;

import io.hfdownloader.problem.CodedText;

/** What is said of a download that was no failure, and yet not all that could have been. */
public enum DownloadNote {
    /** Nothing was removed, as a list of what there is could not be had whole. */
    HALF_LISTED,
    /** {@code files} are gone from the Hub, and nothing takes their place. */
    KEPT;

    /** What all of them have in common. */
    public static final String CODE = "remark";

    /** Its stable name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** It, in an English sentence. */
    public CodedText says(String sentence) {
        return CodedText.of(CODE, word(), sentence);
    }
}
