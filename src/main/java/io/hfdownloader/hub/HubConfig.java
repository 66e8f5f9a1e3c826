package io.hfdownloader.hub;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the Hub is and how we introduce ourselves: the variables that the {@code hf} client reads, too. */
@ConfigMapping(prefix = "hf")
public interface HubConfig {

    /** Root of the Hub's HTTP API, {@code https://huggingface.co} by default; a mirror may be named here. */
    Optional<String> endpoint();

    /** Access token for gated and private repos. Wins over the files. Never logged, never shown. */
    Optional<String> token();

    /** File that holds the token, {@code HF_TOKEN_PATH}. Read again every half minute. */
    Optional<String> tokenPath();

    /** The client's home, {@code HF_HOME}; its file {@code token} is read when {@link #tokenPath} is not set. */
    Optional<String> home();

    /** Longest wait for a connection or for the head of an answer of the API. */
    @WithDefault("20s")
    Duration apiTimeout();
}
