package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the quantization out of the name of a GGUF file, and puts such labels in order. */
public final class VariantLabel {

    /** From the largest to the smallest, as users order them. */
    private static final List<String> NAMES = List.of(
            "F32",
            "FP32",
            "BF16",
            "F16",
            "FP16",
            "Q8_K_XL",
            "Q8_K",
            "Q8_0",
            "Q6_K_XL",
            "Q6_K",
            "IQ6_K",
            "Q6_0",
            "Q5_K_XL",
            "Q5_K",
            "Q5_K_M",
            "Q5_K_S",
            "Q5_0",
            "Q5_1",
            "IQ5_K",
            "IQ5_KS",
            "Q4_K_XL",
            "Q4_K",
            "Q4_K_M",
            "Q4_K_S",
            "IQ4_NL",
            "IQ4_XS",
            "IQ4_K",
            "IQ4_KS",
            "IQ4_KSS",
            "IQ4_KT",
            "Q4_0_4_4",
            "Q4_0_4_8",
            "Q4_0_8_8",
            "Q4_1_SOME_F16",
            "Q4_0",
            "Q4_1",
            "Q4_2",
            "Q4_3",
            "MXFP4_MOE",
            "MXFP4",
            "NVFP4",
            "Q3_K_XL",
            "Q3_K",
            "Q3_K_L",
            "Q3_K_M",
            "Q3_K_S",
            "IQ3_M",
            "IQ3_S",
            "IQ3_K",
            "IQ3_KS",
            "IQ3_KT",
            "IQ3_XS",
            "IQ3_XXS",
            "Q2_K_XL",
            "Q2_K",
            "Q2_K_S",
            "IQ2_M",
            "IQ2_S",
            "IQ2_K",
            "IQ2_KL",
            "IQ2_KS",
            "IQ2_KT",
            "IQ2_XS",
            "IQ2_XXS",
            "Q2_0",
            "IQ1_S",
            "IQ1_M",
            "IQ1_KT",
            "TQ1_0",
            "TQ2_0",
            "Q1_0");

    /** The letters after the name are a size; a digit behind them means that another name begins there. */
    private static final Pattern LABEL = Pattern.compile("(?=[BFIMNQTU])(UD-)?("
            + NAMES.stream()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .collect(Collectors.joining("|"))
            + ")(?:_([A-Z]++)(?![0-9]))?");

    /** A digit of bits alone is a word of few publishers. */
    private static final Pattern LABEL_OR_WORD =
            Pattern.compile(LABEL.pattern() + "|(?<![A-Z0-9_])(I?Q[1-8])(?![A-Z0-9_])");

    private static final int WORD = 4;

    private static final List<String> SIZES = List.of("XL", "L", "", "M", "S", "XS", "XXS");

    private VariantLabel() {}

    /**
     * The label in a GGUF file's path: the last one, folders count, in upper case; empty when there is none.
     */
    public static Optional<String> of(String path) {
        return LABEL.matcher(path.toUpperCase(Locale.ROOT))
                .results()
                .reduce((first, second) -> second)
                .map(MatchResult::group);
    }

    /** All that a path says, in its order and upper case: labels and, beside one, words like {@code q5} that are no label. */
    public static List<String> mentions(String path) {
        List<String> mentions = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Matcher found = LABEL_OR_WORD.matcher(path.toUpperCase(Locale.ROOT));
        while (found.find()) {
            mentions.add(found.group());
            if (found.group(WORD) != null) {
                words.add(found.group());
            }
        }
        if (words.size() == mentions.size()) {
            return List.of();
        }
        return List.copyOf(mentions);
    }

    /** The label without what publishers put before it and behind it: {@code Q4_K_M}, also of {@code UD-Q4_K_M_L}. */
    public static String plain(String label) {
        Matcher parts = LABEL.matcher(label.toUpperCase(Locale.ROOT));
        return parts.matches() ? parts.group(2) : label;
    }

    /** Where that label stands in a path, the last time; -1 when it does not. */
    public static int startOf(String path, String label) {
        int at = path.length() - label.length(); // of the path as it is: in upper case it may be longer
        while (at >= 0 && !path.regionMatches(true, at, label, 0, label.length())) {
            at--;
        }
        return Math.max(at, -1);
    }

    /** True when the text, in any case, is a label and nothing else. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text.toUpperCase(Locale.ROOT)).matches();
    }

    /**
     * Orders labels from the highest precision to the lowest; what is no label comes first, by its letters. For one thread: it
     * remembers the places of labels.
     */
    public static Comparator<String> byPrecision() {
        Map<String, Integer> ranks = new HashMap<>();
        return Comparator.<String>comparingInt(label ->
                        ranks.computeIfAbsent(label, each -> rank(each) * (SIZES.size() + 1) + sizeRank(each)))
                .thenComparing(Comparator.naturalOrder());
    }

    /** Position in the order of precision: the lower, the more bits. -1 for what is no label. */
    public static int rank(String label) {
        Matcher parts = LABEL.matcher(label.toUpperCase(Locale.ROOT));
        return parts.matches() ? NAMES.indexOf(parts.group(2)) : -1;
    }

    private static int sizeRank(String label) {
        Matcher parts = LABEL.matcher(label.toUpperCase(Locale.ROOT));
        String size = parts.matches() && parts.group(3) != null ? parts.group(3) : "";
        return IntStream.range(0, SIZES.size())
                .filter(position -> SIZES.get(position).equals(size))
                .findFirst()
                .orElse(SIZES.size());
    }
}
