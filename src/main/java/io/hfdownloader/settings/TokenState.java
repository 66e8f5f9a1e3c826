package io.hfdownloader.settings;

import java.time.Instant;

import io.hfdownloader.hub.HubToken;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of the token for the Hub; never the token.
 *
 * @param present whether one is sent to the Hub
 * @param source who has set it, or null where there is none
 * @param sourceName the variable or the file that it stands in, or null
 * @param name the user whose it is, or null where the Hub was not asked: it is for a token that is given here
 * @param checkedAt when the Hub said so, or null
 * @param canChange whether one that is given here would be used
 * @param reason why it would not, as a sentence, or null
 */
public record TokenState(
        boolean present,
        HubToken.@Nullable Source source,
        @Nullable String sourceName,
        @Nullable String name,
        @Nullable Instant checkedAt,
        boolean canChange,
        @Nullable String reason) {}
