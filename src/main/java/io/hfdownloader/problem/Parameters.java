package io.hfdownloader.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/**
 * What the sentence of a problem names, for those who tell it in other words: by name, and all of it text. A name that ends in
 * {@code Bytes} has a whole number of bytes, {@code until} has a moment as ISO 8601 writes it, and {@code reason} is a stable word
 * that tells apart what one kind of problem may mean. Secrets are masked. Immutable.
 */
public final class Parameters {

    public static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** One of them; none where there is no value. */
    public static Parameters of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    /** Those that were kept as a map. */
    public static Parameters of(Map<String, String> kept) {
        return new Parameters(new LinkedHashMap<>(kept));
    }

    /** With one more, if it has a value; one of the same name is replaced. */
    public Parameters and(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, SecretMasker.masked(value.toString()));
        return new Parameters(more);
    }

    /** In the order in which they were added. */
    public Map<String, String> toMap() {
        return values;
    }
}
