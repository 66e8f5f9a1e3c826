package io.hfdownloader.hook;

import java.util.stream.Stream;

import io.hfdownloader.network.WebAddress;

/**
 * What of a hook nobody is to read: its secret, and what in its address looks like one. Names of folders that people choose
 * are left alone, as everything that is told would be searched for them.
 */
final class HookSecrets {

    private static final int MIN_CHARS = 12;

    private HookSecrets() {}

    static Stream<String> of(Hook hook) {
        Stream<String> own =
                hook.secret() == null ? Stream.empty() : Stream.of(hook.secret().split("\\s+", -1));
        WebAddress address = hook.address();
        Stream<String> parts =
                address == null ? Stream.empty() : Stream.of(address.target().split("[/?&=#]", -1));
        Stream<String> topic =
                hook.kind() == HookKind.NTFY && address != null // whoever knows it reads and writes there
                        ? Stream.of(address.path().substring(address.path().lastIndexOf('/') + 1))
                        : Stream.empty();
        Stream<String> receivers = hook.kind() == HookKind.APPRISE && hook.to() != null
                ? Stream.of(hook.to().split("[,\\s]+", -1)).filter(to -> to.contains("://"))
                : Stream.empty();
        return Stream.of(
                        own,
                        parts.filter(HookSecrets::looksSecret),
                        topic.filter(word -> word.length() >= MIN_CHARS),
                        receivers)
                .flatMap(part -> part);
    }

    private static boolean looksSecret(String part) {
        boolean digit = part.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean upper = part.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
        return part.length() >= MIN_CHARS && (digit || upper);
    }
}
