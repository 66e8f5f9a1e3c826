package io.hfdownloader.library.layout;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What the models directory is called by those who look at it from outside. */
@ConfigMapping(prefix = "hf-downloader")
public interface ShownPathConfig {

    /**
     * The models directory as pages and commands show it, where a container sees another path than its users. Nothing is read or
     * written there. The models directory itself when not set.
     */
    Optional<String> shownDir();
}
