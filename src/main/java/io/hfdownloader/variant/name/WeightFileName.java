package io.hfdownloader.variant.name;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the path of a weight file says.
 *
 * @param format e.g. {@code safetensors}
 * @param folder folder with a closing slash, or empty
 * @param stem file name without shard number and extension
 * @param quant quantization of a GGUF or GGML file, or the precision in {@code model.fp16.safetensors}; null when not named
 * @param generic whether the stem is one that every library uses, like {@code model}
 * @param shard number within the set, as named
 * @param shards how many the set has; 0 when the name does not say
 */
public record WeightFileName(
        String format, String folder, String stem, @Nullable String quant, boolean generic, int shard, int shards) {

    private static final Pattern GGUF_SHARD =
            Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf", Pattern.CASE_INSENSITIVE);

    /** Older names have the precision behind the number: {@code model-00001-of-00002.fp16.safetensors}. */
    private static final Pattern SHARD =
            Pattern.compile("(.*?)(?<![-_])[-_]++(\\d{1,6})-of-(\\d{1,6})(\\.[A-Za-z]\\w{0,15})?\\.[A-Za-z0-9]+");

    private static final Pattern NUMBERED = Pattern.compile("(consolidated|model)\\.(\\d{2})\\.pth?");
    private static final Pattern UQFF_SHARD = Pattern.compile("(.*)-(\\d{1,3})\\.uqff", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONNX_TAIL =
            Pattern.compile("\\.onnx(?:[._]data(?:_\\d{1,5})?)?$", Pattern.CASE_INSENSITIVE);
    /** Other words behind the name tell parts apart: {@code model.encoder.safetensors}. */
    private static final String PRECISION =
            "(?:(?:fp|bf|f|float|bfloat)(?:4|8|16|32|64)|q?u?int\\d{1,2}|[if]8|q[2-8](?:_[01k](?:_[sml])?)?"
                    + "|(?:nf|mxfp|nvfp|bnb)\\d{1,2}|half|w\\d{1,2}a\\d{1,2}|awq|gptq|hqq|quantized|pruned|ema|non_?ema)"
                    + "(?:_(?:e\\dm\\d\\w{0,4}|scaled|mixed|quantized|pruned|only|ema|non_ema)){0,3}";

    private static final Pattern GENERIC = Pattern.compile("(model|(?:diffusion_)?(?:pytorch|flax)_model|adapter_model"
            + "|tf_model|rust_model|openvino_model|consolidated)(?:\\.((?i:" + PRECISION + ")))?");

    /** An ONNX or OpenVINO file: which part of the model, and behind it how it was made smaller. */
    private static final Pattern EXPORTED = Pattern.compile(
            "(.+?)(?:_(q\\d{1,2}(?:f\\d{1,2})?|(?:q?u?int|fp|bf)\\d{1,2}(?:_(?:avx[a-z0-9]*+|arm[a-z0-9]*+|vnni|quantized))*+"
                    + "|bnb4|nf4|quantized|O[1-4]))?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPORTED_PART = Pattern.compile(
            "(?:\\w+_)?(?:model|encoder|decoder)(?:_merged|_with_past|_\\d)?|model_merged|embed_tokens|unet|transformer|openvino_\\w+",
            Pattern.CASE_INSENSITIVE);

    public static WeightFileName of(String path, String format) {
        Optional<String> bundle = WeightFiles.bundle(path);
        if (bundle.isPresent()) {
            return ofBundle(bundle.get(), format);
        }
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        String name = WeightFiles.baseName(path);
        if (format.equals(WeightFiles.GGML)) {
            return ofGgml(format, folder, path, name);
        }
        for (Pattern pattern : shardPatterns(format)) {
            Matcher parts = pattern.matcher(name);
            if (parts.matches()) {
                Optional<WeightFileName> shard = shard(format, folder, path, parts);
                if (shard.isPresent()) {
                    return shard.get();
                }
            }
        }
        return whole(format, folder, path, withoutExtension(name, format), 1, 1);
    }

    /** A folder that programs take for one file. */
    private static WeightFileName ofBundle(String bundle, String format) {
        String name = WeightFiles.baseName(bundle);
        String folder = bundle.substring(0, bundle.length() - name.length());
        return new WeightFileName(format, folder, name, null, false, 0, 0);
    }

    /** The first of several pieces has no number, and none says how many there are. */
    private static WeightFileName ofGgml(String format, String folder, String path, String name) {
        Matcher parts = WeightFiles.GGML_FILE.matcher(name);
        if (!parts.matches()) {
            return whole(format, folder, path, name, 1, 1);
        }
        int piece = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        return whole(format, folder, path, parts.group(1), piece, 0);
    }

    /** Formats into which a model is converted beside its first one. */
    public boolean isExport() {
        return WeightFiles.isExport(format);
    }

    /** Weights under the name that the library that made them gives to a model's own. */
    public boolean isOriginal() {
        return generic && !isConsolidated() && (format.equals("safetensors") || format.equals("pytorch"));
    }

    /** Which part of the model it is, where one folder holds several; else nothing. */
    public String part() {
        if (hasParts(format)) {
            Matcher parts = EXPORTED.matcher(stem);
            return parts.matches() ? parts.group(1) : "";
        }
        return stem.startsWith("adapter") ? "adapter" : stem.startsWith("diffusion") ? "diffusion" : "";
    }

    /** Weights that are of use with those of another model only. */
    public boolean isAdapter() {
        return !hasParts(format) && part().equals("adapter");
    }

    public boolean isConsolidated() {
        return stem.equals("consolidated");
    }

    /** Folder and stem. */
    public String place() {
        return folder + stem;
    }

    /** The same, of which something else than its name says what it is. */
    public WeightFileName withQuant(@Nullable String told) {
        return new WeightFileName(format, folder, stem, told, generic, shard, shards);
    }

    /** Whether its name speaks of a quantization at all, be it of another one. */
    public boolean namesQuant() {
        return generic || VariantLabel.of(place()).isPresent();
    }

    /** Where in its place the quantization begins; -1 when its name does not tell it. */
    public int quantStart() {
        return quant == null ? -1 : VariantLabel.startOf(place(), quant);
    }

    /** Files with the same set key are shards of one set. */
    public String setKey() {
        return format + ":" + folder + stem + ":" + shards;
    }

    private static List<Pattern> shardPatterns(String format) {
        return switch (format) {
            case "gguf" -> List.of(GGUF_SHARD, WeightFiles.CUT_GGUF);
            case "uqff" -> List.of(UQFF_SHARD);
            case WeightFiles.OTHER -> List.of();
            default -> List.of(SHARD, NUMBERED);
        };
    }

    private static Optional<WeightFileName> shard(String format, String folder, String path, Matcher parts) {
        boolean precisionBehind = parts.groupCount() == 4 && !format.equals("gguf") && parts.group(4) != null;
        String stem = precisionBehind ? parts.group(1) + parts.group(4) : parts.group(1);
        String number = parts.group(2);
        if (number == null) { // x.gguf-split-a does not say how many there are
            return Optional.of(whole(
                    format,
                    folder,
                    path,
                    stem,
                    parts.group(4).toLowerCase(Locale.ROOT).charAt(0),
                    0));
        }
        int shard = Integer.parseInt(number);
        int shards = parts.groupCount() < 3 ? 0 : Integer.parseInt(parts.group(3));
        boolean possible = parts.groupCount() < 3 || (shards > 0 && shard <= shards);
        return possible ? Optional.of(whole(format, folder, path, stem, shard, shards)) : Optional.empty();
    }

    private static WeightFileName whole(String format, String folder, String path, String stem, int shard, int shards) {
        if (format.equals("gguf")) {
            return new WeightFileName(
                    format, folder, stem, VariantLabel.of(path).orElse(null), false, shard, shards);
        }
        if (hasParts(format)) {
            return exported(format, folder, stem, shard, shards);
        }
        if (format.equals(WeightFiles.GGML)) {
            return new WeightFileName(
                    format, folder, stem, VariantLabel.of(stem).orElse(null), false, shard, shards);
        }
        Matcher generic = GENERIC.matcher(stem);
        if (!generic.matches() || format.equals(WeightFiles.OTHER)) {
            return new WeightFileName(format, folder, stem, null, false, shard, shards);
        }
        return ofPart(format, folder, stem, generic.group(2), shard, shards);
    }

    private static boolean hasParts(String format) {
        return format.equals("onnx") || format.equals("openvino");
    }

    private static WeightFileName exported(String format, String folder, String stem, int shard, int shards) {
        Matcher parts = EXPORTED.matcher(stem);
        if (!parts.matches() || !EXPORTED_PART.matcher(parts.group(1)).matches()) {
            return new WeightFileName(format, folder, stem, null, false, shard, shards);
        }
        return ofPart(format, folder, stem, parts.group(2), shard, shards);
    }

    private static WeightFileName ofPart(
            String format, String folder, String stem, @Nullable String precision, int shard, int shards) {
        String quant = precision == null ? null : precision.toUpperCase(Locale.ROOT);
        return new WeightFileName(format, folder, stem, quant, true, shard, shards);
    }

    private static String withoutExtension(String name, String format) {
        if (format.equals("onnx")) {
            return ONNX_TAIL.matcher(name).replaceFirst("");
        }
        if (format.equals(WeightFiles.OTHER)) { // whose ending is all that is known of it
            return name;
        }
        return name.substring(0, name.lastIndexOf('.'));
    }
}
