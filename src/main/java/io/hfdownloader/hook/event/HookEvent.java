package io.hfdownloader.hook.event;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What hooks are told of. */
@RegisterForReflection
public enum HookEvent {
    /** A download has ended well. */
    COMPLETED("completed"),
    /** A download has failed, which is not to say that somebody cancelled it. */
    FAILED("failed"),
    /** The Hub has a newer commit of a model that is here. */
    UPDATE_AVAILABLE("update-available"),
    /** The disk of the models directory has less room than is wanted. */
    DISK_LOW("disk-low"),
    /** Somebody tries whether a hook works. */
    TEST("test");

    private final String word;

    HookEvent(String word) {
        this.word = word;
    }

    /** Its name in settings, messages and the API. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The one that settings may name so; a test is none. */
    public static Optional<HookEvent> named(String word) {
        return Arrays.stream(values())
                .filter(event -> event != TEST && event.word.equals(word))
                .findFirst();
    }

    /** As it is read from the disk. */
    @JsonCreator
    static HookEvent kept(String word) {
        return named(word).orElseThrow(() -> new IllegalArgumentException("No event is called so"));
    }
}
