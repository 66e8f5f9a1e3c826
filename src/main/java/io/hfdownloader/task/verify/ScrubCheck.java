package io.hfdownloader.task.verify;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;
import io.hfdownloader.task.TaskConfig;

/** Hours that cannot be read are told with the other faults, before anything starts. */
@Singleton
final class ScrubCheck {

    void check(@Observes StartupFaults faults, TaskConfig config) {
        try {
            var hours = ScrubSchedule.parse(config.scrub());
        } catch (IllegalArgumentException unreadable) {
            faults.add("hf-downloader.scrub (HF_DOWNLOADER_SCRUB): " + unreadable.getMessage());
        }
    }
}
