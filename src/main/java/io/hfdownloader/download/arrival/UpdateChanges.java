package io.hfdownloader.download.arrival;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an update has changed here, as it is kept.
 *
 * @param filesChanged files that came new or in another version
 * @param filesRemoved files that are gone on the Hub and were removed
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record UpdateChanges(int filesChanged, int filesRemoved) {}
