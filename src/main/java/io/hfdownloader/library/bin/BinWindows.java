package io.hfdownloader.library.bin;

import java.time.Duration;

/**
 * Windows that no setting tells.
 *
 * @param binWindow see {@link BinConfig#binWindow}
 * @param leftoversWindow see {@link BinConfig#leftoversWindow}
 */
public record BinWindows(Duration binWindow, Duration leftoversWindow) implements BinConfig {

    /** As they are without any setting. */
    public static final BinConfig DEFAULT = new BinWindows(Duration.ofDays(7), Duration.ofDays(30));
}
