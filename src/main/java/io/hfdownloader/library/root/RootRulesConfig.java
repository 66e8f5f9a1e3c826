package io.hfdownloader.library.root;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where new models come to by their names. */
@ConfigMapping(prefix = "hf-downloader")
public interface RootRulesConfig {

    /**
     * Which directory a model comes to that is not here yet, by its name, as {@code owner/*=name,owner/name=name}: the first that fits.
     * Without one it is that with most room.
     */
    Optional<String> rootFor();
}
