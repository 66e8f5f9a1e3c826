package io.hfdownloader.download.room;

import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.hfdownloader.files.SizeOrShare;
import io.hfdownloader.startup.StartupFaults;
import org.jspecify.annotations.Nullable;

/**
 * What stays free on each disk, whatever is downloaded: records of how far downloads have come need room, and so do others. The
 * one place that knows how much it is.
 */
@Singleton
public final class KeepFree {

    private static final long USUAL_BYTES = 1_000_000_000;

    /** Of a small disk, the usual would be all there is. */
    private static final int USUAL_PARTS = 20;

    private final @Nullable SizeOrShare set;

    @Inject
    KeepFree(SpaceConfig config) {
        this(config.keepFree());
    }

    private KeepFree(Optional<String> setting) {
        this.set = setting.flatMap(KeepFree::readable).orElse(null);
    }

    /** As a setting says. */
    public static KeepFree of(String setting) {
        return new KeepFree(Optional.of(setting));
    }

    /** Where nothing is set. */
    public static KeepFree usual() {
        return new KeepFree(Optional.empty());
    }

    /** What cannot be read ends the start, see {@link #check}. */
    private static Optional<SizeOrShare> readable(String text) {
        try {
            return Optional.of(parsed(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static SizeOrShare parsed(String text) {
        return SizeOrShare.parse(text, "nothing");
    }

    /** Told with the other faults, before anything starts. */
    static void check(@Observes StartupFaults faults, SpaceConfig config) {
        config.keepFree().ifPresent(text -> {
            try {
                var amount = parsed(text);
            } catch (IllegalArgumentException unreadable) {
                faults.add("hf-downloader.keep-free (HF_DOWNLOADER_KEEP_FREE) " + unreadable.getMessage());
            }
        });
    }

    /** Bytes that stay free on a disk of this size. */
    public long bytes(long totalBytes) {
        return set == null ? Math.min(USUAL_BYTES, totalBytes / USUAL_PARTS) : (long) set.of(totalBytes);
    }
}
