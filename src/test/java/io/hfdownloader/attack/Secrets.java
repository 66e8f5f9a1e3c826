package io.hfdownloader.attack;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.hfdownloader.standin.HubStandIn;

/** The server's own token, and those that clients write where none belongs. Safe for all threads. */
final class Secrets {

    static final String OWN = HubStandIn.STAND_IN_TOKEN;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int CHARS = 34;
    private static final String PREFIX = "hf_";
    /** Behind the prefix all of them begin so: a text is looked through once, however many there are and however the prefix is quoted. */
    private static final String MARK = "Leak7Qz";

    private final Set<String> planted = ConcurrentHashMap.newKeySet();

    /** A new one, to be written somewhere. */
    String plant(Random random) {
        StringBuilder token = new StringBuilder(PREFIX + MARK);
        while (token.length() < PREFIX.length() + CHARS) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        planted.add(token.toString());
        return token.toString();
    }

    int plantedCount() {
        return planted.size();
    }

    /** The first one of them in a text, with what stands around it. */
    static Optional<String> in(String text) {
        return List.of(OWN.substring(PREFIX.length()), MARK).stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .boxed()
                .findFirst()
                .map(at -> text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)));
    }
}
