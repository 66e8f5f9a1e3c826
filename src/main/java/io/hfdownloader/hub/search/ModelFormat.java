package io.hfdownloader.hub.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Formats of weights that the Hub tells by a tag, so that it can look for them. */
public enum ModelFormat {
    GGUF,
    SAFETENSORS,
    MLX,
    ONNX,
    OPENVINO,
    COREML,
    EXL2,
    EXL3,
    PYTORCH;

    /** Its name, which is the Hub's tag for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name, in any case. */
    public static Optional<ModelFormat> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.word().equalsIgnoreCase(text))
                .findFirst();
    }

    /** Those that a model's tags and its library tell, in the order above. */
    public static List<ModelFormat> in(List<String> tags, @Nullable String library) {
        return Arrays.stream(values())
                .filter(format -> tags.contains(format.word()) || format.word().equals(library))
                .toList();
    }

    /** All names, for a sentence. */
    public static String words() {
        return Arrays.stream(values()).map(ModelFormat::word).collect(Collectors.joining(", "));
    }
}
