package io.hfdownloader.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How a file of a model gets its second place, best first. */
@RegisterForReflection
public enum ViewMethod {
    /** A file of its own that shares the blocks. */
    REFLINK,
    /** A second name of the same file. */
    HARDLINK,
    /** A link to the file's path. */
    SYMLINK,
    /** All bytes once more. */
    COPY;

    /** Its name in the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this name. */
    public static Optional<ViewMethod> of(String word) {
        return Arrays.stream(values())
                .filter(method -> method.word().equals(word))
                .findFirst();
    }

    @JsonCreator
    static ViewMethod kept(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("No view is made in that way"));
    }
}
