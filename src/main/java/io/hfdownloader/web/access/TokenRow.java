package io.hfdownloader.web.access;

import java.time.LocalDate;
import java.time.ZoneOffset;

import io.hfdownloader.access.AccessToken;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the page shows of one token.
 *
 * @param scope its word
 * @param made the day
 * @param used the day, or null
 */
@TemplateData
record TokenRow(
        String id,
        String name,
        String scope,
        String made,
        @Nullable String used) {

    static TokenRow of(AccessToken token) {
        return new TokenRow(
                token.id(),
                token.name(),
                token.scope().word(),
                LocalDate.ofInstant(token.createdAt(), ZoneOffset.UTC).toString(),
                token.usedOn() == null ? null : String.valueOf(token.usedOn()));
    }
}
