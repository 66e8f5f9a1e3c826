package io.hfdownloader.space;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What could go to make room. */
@RegisterForReflection
public enum SuggestionKind {
    /** Unfinished files that no download brings to an end. */
    LEFTOVER(true),
    /** A variant that the Hub has no more. */
    GONE_UPSTREAM(true),
    /** One of several variants of a model. */
    OTHER_VARIANT(true),
    /** A variant of which another model has each byte. */
    DUPLICATE(true),
    /** A model that nobody has read for long. */
    UNREAD(true),
    /** A model of which nothing else is told: people know best which one they need. */
    MODEL(false);

    private final boolean hasReason;

    SuggestionKind(boolean hasReason) {
        this.hasReason = hasReason;
    }

    /** Whether there is more to say for it than its size: such are told first. */
    boolean hasReason() {
        return hasReason;
    }

    /** As the API has it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
