package io.hfdownloader.download;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Why a download makes no progress right now.
 *
 * @param reason a sentence for the user, in English
 * @param code stable word for the kind of reason, for whoever tells it in other words: that of the Hub's refusal, {@code queued},
 *     {@code disk-full}, {@code closing}, {@code files} where each file waits for a reason of its own
 * @param until when it goes on by itself, if that is known
 * @param parameters what the sentence names, by name, as with problems; with {@code files}, {@code reason} is what is in the way of
 *     the {@code path} that is named
 */
public record Waiting(String reason, String code, @Nullable Instant until, Map<String, String> parameters) {

    Waiting(String reason, String code) {
        this(reason, code, null, Map.of());
    }
}
