package io.hfdownloader.hook;

import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who is told what happens here. What the texts of a hook mean, {@link HookReader} says. */
@ConfigMapping(prefix = "hf-downloader")
public interface HookConfig {

    /** The hooks by their names. */
    Map<String, Settings> hooks();

    /** Free space of the models directory's disk below which it is low: a size, a share of the disk, or 0 for never. */
    @WithDefault("10G")
    String diskLow();

    /** One hook. What it can be set to is read by {@link HookReader}, so that all faults are told at once. */
    interface Settings {

        /** A {@link HookKind} in small letters; without it a command is one, and an address a webhook. */
        Optional<String> kind();

        /** The address to post to. */
        Optional<String> url();

        /** What is run: words with blanks between them, or a list in JSON. There is no shell. */
        Optional<String> command();

        /** Which events, with commas between them; without it all. */
        Optional<String> events();

        /** What proves to the receiver who is calling: the key of signatures, a token. Never logged, never shown. */
        Optional<String> secret();

        /** Whom the service is to tell: a chat of Telegram, tags or addresses of Apprise. */
        Optional<String> to();

        /** How long a command may run, or a receiver take for its answer. */
        Optional<String> timeout();
    }
}
