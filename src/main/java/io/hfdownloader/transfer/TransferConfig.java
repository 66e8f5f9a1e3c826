package io.hfdownloader.transfer;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How hard the engine works, and how patient it and the downloads are. */
@ConfigMapping(prefix = "hf-downloader")
public interface TransferConfig {

    /** Connections to the network over all downloads. */
    @WithDefault("16")
    int maxConnections();

    /** Connections for one file. */
    @WithDefault("8")
    int maxConnectionsPerFile();

    /**
     * Bytes per second over all downloads, with a suffix such as {@code 20M}, and hours that differ such as
     * {@code 5M, 22:00-07:00 = unlimited}; none means no limit.
     */
    Optional<String> bandwidthLimit();

    /**
     * Whether files come from the Hub's content-addressed storage where it offers that; {@code HF_HUB_DISABLE_XET=1} means
     * {@code off}, too.
     */
    @WithDefault("auto")
    Xet xet();

    /** Use of Xet storage. */
    enum Xet {
        AUTO,
        OFF
    }

    /** A connection that brings no byte for this long is replaced. */
    @WithDefault("20s")
    Duration stallTimeout();

    /** Tries in a row without a new byte before a file's transfer fails, or without the Hub's answer before a download does. */
    @WithDefault("8")
    int maxRetries();

    /**
     * The wait after the first try that brought nothing; it doubles with each further one, up to two minutes. With the
     * default number of tries that is patience for a network that is away for more than five minutes.
     */
    @WithDefault("2s")
    Duration retryDelay();
}
