package io.hfdownloader.transfer;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Switches of the Python client that mean something here, too. */
@ConfigMapping(prefix = "hf")
public interface HubSwitches {

    /** {@code HF_HUB_ENABLE_HF_TRANSFER}: more connections. */
    Optional<Boolean> hubEnableHfTransfer();

    /** {@code HF_XET_HIGH_PERFORMANCE}: more connections. */
    Optional<Boolean> xetHighPerformance();

    /** {@code HF_HUB_DISABLE_XET}: plain HTTP only. */
    Optional<Boolean> hubDisableXet();
}
