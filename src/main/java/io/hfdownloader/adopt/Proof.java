package io.hfdownloader.adopt;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How sure it is what something is. */
@RegisterForReflection
public enum Proof {
    /** All of its weights have the content that the Hub lists. */
    PROVED,
    /** Some of its files have. */
    PARTLY,
    /** A repository is called so, and has other content. */
    DIFFERENT,
    /** No repository is known for it. */
    UNKNOWN;

    /** Its name in the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
