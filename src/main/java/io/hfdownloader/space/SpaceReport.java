package io.hfdownloader.space;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Room on the disks, and what could go to make more.
 *
 * @param volumes the disks that models are on, that of the models directory first
 * @param suggestions what could go, best first: what there is a reason for before other models, and the largest first. None of them
 *     contains another one
 */
@RegisterForReflection
public record SpaceReport(List<VolumeSpace> volumes, List<Suggestion> suggestions) {

    public SpaceReport {
        volumes = List.copyOf(volumes);
        suggestions = List.copyOf(suggestions);
    }
}
