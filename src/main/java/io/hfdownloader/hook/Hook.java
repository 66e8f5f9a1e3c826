package io.hfdownloader.hook;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.network.WebAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, as the settings have it.
 *
 * @param name what the owner calls it
 * @param kind how it is told
 * @param events of what; a test is told to all
 * @param address where to; null for a command
 * @param command what is run: a program and its arguments; empty for the others
 * @param secret what proves who is calling; null for none
 * @param to whom the service is to tell; null for whoever it has itself
 * @param timeout of one try
 */
record Hook(
        String name,
        HookKind kind,
        Set<HookEvent> events,
        @Nullable WebAddress address,
        List<String> command,
        @Nullable String secret,
        @Nullable String to,
        Duration timeout) {

    Hook {
        events = Set.copyOf(events);
        command = List.copyOf(command);
    }

    boolean isCommand() {
        return address == null;
    }

    boolean takes(HookEvent event) {
        return events.contains(event);
    }

    /** Whom it tells, for everybody to see: a path can be a secret, and arguments can hold one. */
    String shown() {
        if (address == null) {
            return command.get(0);
        }
        return address.origin() + (address.target().equals("/") ? "" : "/…");
    }

    /** Not the one of records, which would write its secrets. */
    @Override
    public String toString() {
        return name + " (" + kind.word() + ")";
    }
}
