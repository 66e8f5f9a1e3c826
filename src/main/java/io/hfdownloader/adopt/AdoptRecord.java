package io.hfdownloader.adopt;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a look has found, or what was chosen of that.
 *
 * @param id of the task that looked, or of the choice
 * @param found what it found; of a choice that which is to be adopted
 * @param choices what is to be done to it; empty for a look
 * @param createdAt when
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record AdoptRecord(UUID id, List<Finding> found, List<Choice> choices, Instant createdAt) {

    AdoptRecord {
        found = found == null ? List.of() : List.copyOf(found);
        choices = choices == null ? List.of() : List.copyOf(choices);
    }

    /** @throws IllegalArgumentException when the file was edited, and is not sound any more */
    void check() {
        if (id == null || createdAt == null) {
            throw new IllegalArgumentException("a field is missing");
        }
    }
}
