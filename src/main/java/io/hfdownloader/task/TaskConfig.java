package io.hfdownloader.task;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What work on models may use of this machine. */
@ConfigMapping(prefix = "hf-downloader")
public interface TaskConfig {

    /** Files that are read and hashed at a time; as many as there are processors, but 8 at most, where it is not set. */
    Optional<Integer> maxActiveVerifications();

    /**
     * When models are verified by themselves, and how fast: {@code off}, or hours with a rate such as
     * {@code Sun 02:00-06:00 = 50M}.
     */
    @WithDefault("off")
    String scrub();
}
