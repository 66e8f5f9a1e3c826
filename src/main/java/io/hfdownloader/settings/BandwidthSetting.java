package io.hfdownloader.settings;

/**
 * The bandwidth limit that was set, which need not be in force.
 *
 * @param limit as it was written; empty for none
 * @param enabled false while it is switched off: nothing is limited then, and it is remembered
 */
public record BandwidthSetting(String limit, boolean enabled) {

    String inForce() {
        return enabled ? limit : "";
    }
}
