package io.hfdownloader.view;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.startup.StartupFaults;

/** Folders that cannot be read are told with the other faults, before anything starts. */
@Singleton
final class ViewDirsCheck {

    void check(@Observes StartupFaults faults, ViewConfig config) {
        try {
            var dirs = ViewDirs.parse(config.viewDirs());
        } catch (IllegalArgumentException unreadable) {
            faults.add("hf-downloader.view-dirs (HF_DOWNLOADER_VIEW_DIRS): " + unreadable.getMessage());
        }
    }
}
