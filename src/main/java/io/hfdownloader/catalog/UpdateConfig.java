package io.hfdownloader.catalog;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often the Hub is asked for updates. */
@ConfigMapping(prefix = "hf-downloader")
public interface UpdateConfig {

    /** How old a look at all models is at least before somebody who asks for one begins another; until then its result stands. */
    @WithDefault("60s")
    Duration updateCheckInterval();
}
