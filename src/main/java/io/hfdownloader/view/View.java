package io.hfdownloader.view;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.hfdownloader.view.shape.LeftOut;
import io.hfdownloader.view.shape.ViewKind;
import org.jspecify.annotations.Nullable;

/**
 * A view as it is now.
 *
 * @param id its name in addresses
 * @param kind the shape
 * @param path where it is, without links in it
 * @param repo the only model in it, as {@code models/owner/name}; null for all
 * @param method how its files are made
 * @param state {@code building} while something is still to be made, {@code ready}, or {@code away} when its folder is not there
 * @param models how many models are in it
 * @param files how many files, links of the shape itself not counted
 * @param sizeBytes sum of their sizes
 * @param bytes what it costs on the disk: nothing but for copies
 * @param leftOut the first hundred of what is not in it
 * @param leftOutCount how much is not in it
 * @param error what its disk said last, as a sentence; null when all is well
 * @param createdAt since when there is the view
 */
public record View(
        UUID id,
        ViewKind kind,
        String path,
        @Nullable String repo,
        ViewMethod method,
        State state,
        int models,
        int files,
        long sizeBytes,
        long bytes,
        List<LeftOut> leftOut,
        int leftOutCount,
        @Nullable String error,
        Instant createdAt) {

    public View {
        leftOut = List.copyOf(leftOut);
    }

    /** Where it stands. */
    public enum State {
        BUILDING,
        READY,
        AWAY
    }
}
