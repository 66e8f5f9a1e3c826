package io.hfdownloader.input;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes tokens and passwords out of a pasted line before anything else reads it, so that none can be kept or shown.
 * All patterns are possessive: they take time in proportion to the text.
 */
final class SecretMasker {

    static final String NOTE = "The token was left out: this server uses its own, set as HF_TOKEN.";

    static final String MASK = "***";

    private static final String VALUE = "(?:\"[^\"]*+\"?|'[^']*+'?|[^\\s\"'&,;)\\]}]++)";
    private static final Pattern KNOWN =
            Pattern.compile("(?<![A-Za-z0-9])(?:(?:hf|api_org)_[A-Za-z0-9]{30,}+|hf_(?:oauth|jwt)_[A-Za-z0-9._-]++)");
    private static final Pattern OPTION = Pattern.compile(
            "(?<!\\S)(--(?:hf[-_])?(?:token|api-key|password)|--http-password|--hf_token|-hft)(?:=|\\s++)" + VALUE);
    private static final Pattern LOGIN =
            Pattern.compile("(?<!\\S)(-u|--user)(?:=|\\s++)[\"']?[^\\s:\"'/]++:[^\\s\"']++[\"']?");
    private static final Pattern HEADER =
            Pattern.compile("(?i)(?<![a-z])(authorization\\s{0,9}+:|bearer\\s)[^\"'\\r\\n]++");
    private static final Pattern NAMED =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z0-9_]++)([\"']?\\s{0,9}+(?:=|:(?!//))\\s{0,9}+)" + VALUE);
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(?:.*_)?(?:token|password|passwd|secret|api_?key)", Pattern.DOTALL);
    private static final Pattern IN_ADDRESS = Pattern.compile("(?i)(https?://|ssh://)(?!git@)[^\\s/@\"'?#]++@");

    private SecretMasker() {}

    /** The line with a mask in place of what must not be known. */
    static String masked(String line) {
        String masked = IN_ADDRESS.matcher(line).replaceAll("$1" + MASK + "@");
        masked = HEADER.matcher(masked).replaceAll("$1 " + MASK);
        masked = OPTION.matcher(masked).replaceAll("$1 " + MASK);
        masked = LOGIN.matcher(masked).replaceAll("$1 " + MASK);
        masked = NAMED.matcher(masked).replaceAll(SecretMasker::named);
        return KNOWN.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
    }

    private static String named(MatchResult found) {
        boolean secret = SECRET_NAME.matcher(found.group(1)).matches() && !isPlain(found.group());
        return Matcher.quoteReplacement(secret ? found.group(1) + found.group(2) + MASK : found.group());
    }

    private static boolean isPlain(String assignment) {
        return assignment.endsWith("True") || assignment.endsWith("False") || assignment.endsWith("None");
    }
}
