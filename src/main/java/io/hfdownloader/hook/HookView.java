package io.hfdownloader.hook;

import java.util.List;

import io.hfdownloader.hook.event.HookEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A hook as the API and the pages show it: without its secrets.
 *
 * @param name what the owner calls it
 * @param kind how it is told
 * @param events of what
 * @param target whom it tells: a server without a path, or the program that is run
 * @param waiting how much it has still to be told of
 * @param last how it stands with the last that it was told of since the start; null where there was nothing
 */
@RegisterForReflection
public record HookView(
        String name,
        HookKind kind,
        List<HookEvent> events,
        String target,
        int waiting,
        @Nullable Delivery last) {

    public HookView {
        events = List.copyOf(events);
    }
}
