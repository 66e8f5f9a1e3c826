package io.hfdownloader.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Whether the owner of a model wants to be told of its updates. What an update would do can be looked at in any case. */
public enum UpdateHold {
    /** Each update is told. */
    NONE,
    /** None is told until weights that are held are others than they were when this was chosen. */
    UNTIL_WEIGHTS,
    /** None is told. */
    ALWAYS;

    /** The one with this {@link #word}. */
    public static Optional<UpdateHold> ofWord(@Nullable String word) {
        return Arrays.stream(values()).filter(hold -> hold.word().equals(word)).findFirst();
    }

    /** As the API and the keys of texts have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
