package io.hfdownloader.download;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Why a download makes no progress right now.
 *
 * @param reason a sentence for the user, in English
 * @param code stable word for the kind of reason, for whoever tells it in other words: that of a problem, such as
 *     {@code hub-throttled} or {@code disk-full}, or that of a {@link Cause}
 * @param until when it goes on by itself, if that is known
 * @param parameters what the sentence names, by name, as with problems; with {@code files}, {@code reason} is what is in the way of
 *     the {@code path} that is named
 */
public record Waiting(String reason, String code, @Nullable Instant until, Map<String, String> parameters) {

    /** What it waits for where that is no {@link io.hfdownloader.problem.ProblemType problem}. */
    public enum Cause {
        /** Its turn. */
        QUEUED,
        /** The files of its run before are being closed. */
        CLOSING,
        /** Each file waits for a reason of its own. */
        FILES;

        /** Its code. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Waiting(String reason, String code) {
        this(reason, code, null, Map.of());
    }
}
