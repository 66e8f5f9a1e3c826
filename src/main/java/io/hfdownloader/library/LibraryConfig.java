package io.hfdownloader.library;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the models are. */
@ConfigMapping(prefix = "hf-downloader")
public interface LibraryConfig {

    /** Root of the library; made if missing. Nothing is written outside of it but views. */
    @WithDefault("/models")
    Path modelsDir();
}
