package io.hfdownloader.view;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where views may be made. */
@ConfigMapping(prefix = "hf-downloader")
public interface ViewConfig {

    /**
     * Folders in which views may be made, as whole paths; {@code any} for everywhere. Where it is not set, that is everywhere where a
     * login is needed, and else where people keep such things: see {@link ViewDirs}.
     */
    Optional<List<String>> viewDirs();
}
