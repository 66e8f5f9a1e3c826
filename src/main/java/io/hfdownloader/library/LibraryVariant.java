package io.hfdownloader.library;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A variant of which there are files in the library.
 *
 * @param label its name, unique within the model
 * @param format format of the weights
 * @param files its weight files
 * @param sizeBytes sum of their sizes
 * @param complete whether all files it has on the Hub are here in full and of one commit, as far as that is
 *     known
 * @param projector the vision projector that is here for it, or null
 * @param goneUpstream whether the Hub has it no more at the commit of the model; it stays until it is deleted here
 */
public record LibraryVariant(
        String label,
        String format,
        List<LibraryFile> files,
        @Nullable LibraryFile projector,
        long sizeBytes,
        boolean complete,
        boolean goneUpstream) {

    public LibraryVariant {
        files = List.copyOf(files);
    }
}
