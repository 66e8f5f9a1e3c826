package io.hfdownloader.adopt.shape;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** In whose shape something was found. */
@RegisterForReflection
public enum ShapeKind {
    /** A folder of one model, by whatever program or hand: {@code publisher/model}, {@code org_name}. */
    FOLDER(false),
    /** Files of weights that lie among others. */
    FILES(false),
    /** One snapshot in the cache of the Python client. */
    HF_CACHE(true),
    /** A model in the store of Ollama. */
    OLLAMA(true);

    private final boolean isStore;

    ShapeKind(boolean isStore) {
        this.isStore = isStore;
    }

    /** Whether a program keeps lists of what is in it, so that nothing may be taken out. */
    public boolean isStore() {
        return isStore;
    }

    /** Its name in the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
