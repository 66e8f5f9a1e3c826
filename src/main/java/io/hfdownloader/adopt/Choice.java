package io.hfdownloader.adopt;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to one of those that were found.
 *
 * @param id of it
 * @param repo which repository it is, as {@code models/owner/name}; null for the one that was matched
 * @param commit which commit; null for the one that was matched
 * @param how what to do
 * @param fetchMissing whether to fetch what the model lacks; null to do so where it is of no use without
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Choice(
        String id,
        @Nullable String repo,
        @Nullable String commit,
        How how,
        @Nullable Boolean fetchMissing) {}
