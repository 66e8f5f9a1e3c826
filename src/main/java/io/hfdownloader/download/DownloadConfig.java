package io.hfdownloader.download;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many downloads run at a time, and how patient they are. */
@ConfigMapping(prefix = "hf-downloader")
public interface DownloadConfig {

    /** Downloads at work; further ones wait in the queue. */
    @WithDefault("2")
    int maxActiveDownloads();

    /** Tries in a row before the Hub's silence makes a download fail. */
    @WithDefault("8")
    int maxRetries();

    /** The wait after the first failed try; it doubles with each further one, up to two minutes. */
    @WithDefault("2s")
    Duration retryDelay();

    /** How long a request for a download waits for the Hub before it is queued unresolved. */
    @WithDefault("8s")
    Duration resolvePatience();
}
