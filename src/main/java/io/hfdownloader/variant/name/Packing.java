package io.hfdownloader.variant.name;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words in the names of weights that say how their numbers are packed: precisions and quantizations. */
public final class Packing {

    private static final Pattern WORDS = Pattern.compile(
            "(?<![a-z0-9])(?:(?:ud|i1|smol|imat|imatrix)[-_.])?(?:(?:fp|bf|f)(?:4|8|16|32)(?:_e\\dm\\d(?:fn)?)?(?:_scaled|_mixed)?|(?:(?:i|t|hq|af)q[1-8]|q[2-8]|q1(?=_0))"
                    + "(?:k|_(?:[01]|k)(?:_(?:[48]_[48]|some_f16|moe|xxs|xxl|xs|xl|[smlp]))?|_(?:xxs|xs|nl|kss|ks|kt|kl|[sml]))?(?:_r[48])?|f8e\\dm\\d"
                    + "|u?int[48]|nf4|mxfp[48](?:_moe)?|nvfp4|bnb)(?![a-z0-9])");

    /** A folder that is called after nothing but how the weights in it are packed. */
    private static final Pattern FOLDER =
            Pattern.compile("(?:(?:quant(?:ized)?|weights?|model|onnx|openvino|ov|bnb|mlx|gptq|awq|hqq|w)[-_]?)?"
                    + "(?:(?:fp|bf|f|float|bfloat)[-_]?(?:4|8|16|32|64)(?:[-_]?(?:e\\dm\\d\\w{0,4}|scaled|mixed|dynamic|block))?"
                    + "|u?int[-_]?[2-8]|i8|[2-8][-_]?bits?|nf4|mxfp[48]|nvfp4|bnb|gptq|awq|hqq"
                    + "|quant(?:ized)?|w\\d{1,2}a\\d{1,2}|q[2-8])"
                    + "(?:[-_](?:weights?|model|precision|bits?))?");

    /** Core ML has it within a word: {@code LlamaInt4.mlpackage}; a folder, its compiled form and an archive of either are one. */
    private static final Pattern CORE_ML_ENDING =
            Pattern.compile("\\.(?:mlpackage|mlmodelc|mlmodel)(?:\\.(?:zip|tar|tgz|tar\\.gz))?$");

    private static final Pattern CORE_ML_WORDS = Pattern.compile(
            "(?<![a-z0-9])(?:[2-8][-_]?bits?|palettized|quantized|float[-_]?(?:16|32)|compressed|w\\d{1,2}a\\d{1,2})(?![a-z0-9])");

    /** How attention is computed, and whether it is compiled: what converters call the folders of one model. */
    private static final Pattern CORE_ML_FORMS =
            Pattern.compile("(?<![a-z0-9])(?:split[-_]?einsum(?:[-_]?v2)?|original|compiled|packages)(?![a-z0-9])");

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private Packing() {}

    /** What a place says beside how its weights are packed, in lower case. */
    public static String without(String place) {
        return withoutEnds(WORDS.matcher(place.toLowerCase(Locale.ROOT)).replaceAll(""));
    }

    /** As {@link #without(String)}, also without what tells packages of Core ML apart from their compiled form. */
    public static String without(WeightFileName name) {
        if (!isCoreMl(name)) {
            return without(name.place());
        }
        String words = CORE_ML_ENDING.matcher(spelled(name.place())).replaceFirst("");
        words = CORE_ML_FORMS.matcher(words).replaceAll("");
        return without(CORE_ML_WORDS.matcher(words).replaceAll(""));
    }

    /** The folder without its last part, where that is nothing but a word for a packing; else the same. */
    public static String around(String folder) {
        if (folder.isEmpty()) {
            return folder;
        }
        int start = folder.lastIndexOf('/', folder.length() - 2) + 1;
        String last = folder.substring(start, folder.length() - 1).toLowerCase(Locale.ROOT);
        return FOLDER.matcher(last).matches() ? folder.substring(0, start) : folder;
    }

    /** A name without a precision first, then 16 bits, 32 and those that lose something. */
    public static int rank(WeightFileName name) {
        String stem = isCoreMl(name) ? spelled(name.place()) : name.stem().toLowerCase(Locale.ROOT);
        Matcher words = WORDS.matcher(stem);
        Matcher coreMl = CORE_ML_WORDS.matcher(stem);
        if (words.find()) {
            return rank(words.group());
        }
        return isCoreMl(name) && coreMl.find() ? rank(coreMl.group()) : 0;
    }

    /** What can be compiled before what was, and that before an archive of either. */
    public static int formRank(WeightFileName name) {
        String stem = name.stem().toLowerCase(Locale.ROOT);
        return !isCoreMl(name) || stem.endsWith(".mlpackage")
                ? 0
                : stem.contains(".") && !stem.endsWith(".mlmodelc") ? 2 : 1;
    }

    private static int rank(String word) {
        return word.contains("16") ? 1 : word.contains("32") ? 2 : 3;
    }

    private static boolean isCoreMl(WeightFileName name) {
        return name.format().equals("coreml");
    }

    private static String spelled(String place) {
        return CAMEL.matcher(place).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static String withoutEnds(String words) {
        return words.replaceAll("[-_.]+(?=/|$|[-_.])", "").replaceAll("^/+|/+(?=/)", "");
    }
}
