package io.hfdownloader.view.shape;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The shapes there are. */
@RegisterForReflection
public enum ViewKind {
    /** {@code HF_HOME} of the Python client. */
    HF_CACHE("hf-cache", true),
    /** The folder of models of LM Studio. */
    LM_STUDIO("lm-studio", true),
    /** {@code --models-dir} of llama.cpp. */
    FLAT("flat", true),
    /** What Ollama imports: it reads a file in, and copies it. */
    OLLAMA("ollama", true),
    /** The models of ComfyUI, whose nodes may write weights in place. */
    COMFYUI("comfyui", false);

    private final String word;
    private final boolean onlyRead;

    ViewKind(String word, boolean onlyRead) {
        this.word = word;
        this.onlyRead = onlyRead;
    }

    /** Its name in the API. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether its programs replace and delete names, but never write into a file that is there. */
    public boolean isOnlyRead() {
        return onlyRead;
    }

    /** The one with this name. */
    public static Optional<ViewKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    @JsonCreator
    static ViewKind kept(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("No view is of that kind"));
    }
}
