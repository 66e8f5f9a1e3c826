package io.hfdownloader.library.bin;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long what nobody wants any more is kept. */
@ConfigMapping(prefix = "hf-downloader")
public interface BinConfig {

    /** So long can be taken back what was deleted or replaced; nothing for not at all. */
    @WithDefault("7d")
    Duration binWindow();

    /** After this time partial files without a download, and what else nobody uses, go by themselves; nothing for never. */
    @WithDefault("30d")
    Duration leftoversWindow();
}
