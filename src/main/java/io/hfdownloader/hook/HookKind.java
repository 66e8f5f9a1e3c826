package io.hfdownloader.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How a hook is told. */
@RegisterForReflection
public enum HookKind {
    COMMAND,
    WEBHOOK,
    NTFY,
    GOTIFY,
    DISCORD,
    SLACK,
    TELEGRAM,
    APPRISE;

    /** Its name in settings and the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HookKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
