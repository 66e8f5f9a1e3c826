package io.hfdownloader.library.root;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where else models are. */
@ConfigMapping(prefix = "hf-downloader")
public interface RootsConfig {

    /** Further directories for models, as {@code name=path,name=path}; the models directory is the one named {@code main}. */
    Optional<String> roots();
}
