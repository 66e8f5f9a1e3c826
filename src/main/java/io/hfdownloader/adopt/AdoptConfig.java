package io.hfdownloader.adopt;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What may be adopted, beside what is in the models directory. */
@ConfigMapping(prefix = "hf-downloader")
public interface AdoptConfig {

    /** Folders, by whole paths and with commas between them, in which models of other programs may be looked for. */
    Optional<List<String>> adoptDirs();
}
