package io.hfdownloader.hook;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;

/** Hooks that cannot work are told with the other faults, before anything starts. */
@Singleton
final class HookSettingsCheck {

    /** Blocks: looks for programs. */
    void check(@Observes StartupFaults faults, HookConfig config) {
        HookReader reader = new HookReader(CommandEnvironment.searchPath(System.getenv()));
        var hooks = reader.read(config.hooks());
        reader.faults().forEach(faults::add);
        try {
            var threshold = LowSpace.parse(config.diskLow());
        } catch (IllegalArgumentException unreadable) {
            faults.add("hf-downloader.disk-low (HF_DOWNLOADER_DISK_LOW) " + unreadable.getMessage());
        }
    }
}
