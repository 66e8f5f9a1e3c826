package io.hfdownloader.download.room;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How much room downloads leave. */
@ConfigMapping(prefix = "hf-downloader")
public interface SpaceConfig {

    /**
     * What stays free on each disk: a size, a share of the disk, or 0 for nothing. Where it is not set, 1 GB, and on small disks
     * no more than a twentieth.
     */
    Optional<String> keepFree();
}
