package io.hfdownloader.variant;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells weight files from the rest by name and size. */
public final class WeightFiles {

    /** A {@code .bin} below this is something like {@code training_args.bin}. */
    private static final long MIN_BIN_BYTES = 5_000_000;

    /** GGUF files too large for the Hub's limit of old were cut: {@code x.gguf.part1of2}, {@code x.gguf-split-a}. */
    static final Pattern CUT_GGUF = Pattern.compile(
            "(.*)\\.gguf[.-](?:part(\\d{1,5})of(\\d{1,5})|(?:split|part)-?([a-z0-9]))", Pattern.CASE_INSENSITIVE);

    private static final Pattern ONNX_DATA =
            Pattern.compile(".*\\.onnx[._]data(?:_\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("safetensors", "safetensors"),
            Map.entry("gguf", "gguf"),
            Map.entry("bin", "pytorch"),
            Map.entry("pt", "pytorch"),
            Map.entry("pth", "pytorch"),
            Map.entry("ckpt", "pytorch"),
            Map.entry("onnx", "onnx"),
            Map.entry("h5", "tensorflow"),
            Map.entry("msgpack", "flax"),
            Map.entry("npz", "npz"),
            Map.entry("mlx", "mlx"),
            Map.entry("tflite", "tflite"),
            Map.entry("pte", "executorch"),
            Map.entry("engine", "tensorrt"),
            Map.entry("ot", "rust"));

    private WeightFiles() {}

    /** True for a file that holds weights of a variant: not for projectors, importance matrices or small {@code .bin}. */
    public static boolean isWeight(String path, long sizeBytes) {
        return format(path, sizeBytes).isPresent() && !isProjector(path);
    }

    /** True for a GGUF vision projector, which goes with any variant of its model. */
    public static boolean isProjector(String path) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        return name.contains("mmproj") && name.endsWith(".gguf");
    }

    /** The format of the weights in a file, e.g. {@code gguf} or {@code pytorch}; empty when it holds none. */
    static Optional<String> format(String path, long sizeBytes) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        if (CUT_GGUF.matcher(name).matches()) {
            return Optional.of("gguf");
        }
        if (ONNX_DATA.matcher(name).matches()) {
            return Optional.of("onnx");
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (extension.length() == name.length()
                || isImportanceMatrix(name)
                || (extension.equals("bin") && sizeBytes < MIN_BIN_BYTES)) {
            return Optional.empty();
        }
        return extension.equals("bin") && name.startsWith("openvino")
                ? Optional.of("openvino")
                : Optional.ofNullable(FORMATS.get(extension));
    }

    /** {@code model.imatrix.gguf} is one; {@code model-imatrix-Q4_K_M.gguf} only says how it was made. */
    private static boolean isImportanceMatrix(String name) {
        int at = name.lastIndexOf("imatrix");
        return at == 0 || (at > 0 && VariantLabel.of(name.substring(at)).isEmpty());
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
