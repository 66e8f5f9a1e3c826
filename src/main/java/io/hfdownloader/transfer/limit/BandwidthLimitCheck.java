package io.hfdownloader.transfer.limit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;
import io.hfdownloader.transfer.TransferConfig;

/** A bandwidth limit that cannot be read is told with the other faults, before anything starts. */
@Singleton
final class BandwidthLimitCheck {

    void check(@Observes StartupFaults faults, TransferConfig config) {
        try {
            var limit = BandwidthSchedule.parse(config.bandwidthLimit().orElse(""));
        } catch (IllegalArgumentException unreadable) {
            faults.add("hf-downloader.bandwidth-limit (HF_DOWNLOADER_BANDWIDTH_LIMIT): " + unreadable.getMessage());
        }
    }
}
