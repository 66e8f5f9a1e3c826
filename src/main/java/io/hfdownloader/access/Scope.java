package io.hfdownloader.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token allows; each includes those before it. */
public enum Scope {
    /** To look. */
    READ,
    /** To start, update, stop and forget downloads as well. */
    DOWNLOAD,
    /** All there is: to delete models and change settings as well. */
    MANAGE;

    /** Whether it is enough for what needs another. */
    public boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }

    /** Its name for users. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this name. */
    public static Optional<Scope> of(String word) {
        return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
    }
}
