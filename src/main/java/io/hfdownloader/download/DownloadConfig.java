package io.hfdownloader.download;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many downloads run at a time; how long they wait and retry is in {@code TransferConfig}. */
@ConfigMapping(prefix = "hf-downloader")
public interface DownloadConfig {

    /** Downloads at work; further ones wait in the queue. */
    @WithDefault("2")
    int maxActiveDownloads();

    /** How long a request for a download waits for the Hub before it is queued unresolved. */
    @WithDefault("8s")
    Duration resolvePatience();

    /**
     * Whether downloads that are in the queue when the program starts go on by themselves. Off, they wait for a start where it is
     * on; a command that downloads by itself works on its own download alone.
     */
    @WithDefault("true")
    boolean resumeQueue();
}
