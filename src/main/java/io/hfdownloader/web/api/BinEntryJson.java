package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinReason;
import org.jspecify.annotations.Nullable;

/**
 * Something in the bin, in JSON. All fields stand in one object.
 *
 * @param id its name
 * @param origin what it was, and where
 * @param files how many files it is
 * @param paths of these files within their folder; of many only the first
 * @param bytes what it takes
 * @param reason why it is here
 * @param since when it came
 * @param until when it goes by itself, or sooner where a download needs the room
 */
public record BinEntryJson(
        String id,
        @JsonUnwrapped Origin origin,
        long files,
        List<String> paths,
        long bytes,
        BinReason reason,
        Instant since,
        Instant until) {

    /**
     * @param repo id on the Hub, or the folder's name where no repo can be meant
     * @param type {@code model}, {@code dataset}, {@code space}, or null where no repo can be meant
     * @param folder what the API's addresses name it by
     * @param variant label of the variant that it is; null when it is not one
     * @param commit commit of its files; null when that is not known
     * @param path the folder that it was in, or that it is as a whole
     * @param whole whether it is all of that folder
     */
    public record Origin(
            String repo,
            @Nullable String type,
            String folder,
            @Nullable String variant,
            @Nullable String commit,
            String path,
            boolean whole) {}

    static BinEntryJson of(BinEntry entry, ModelLibrary library) {
        RepoId repo = entry.repo();
        Origin origin = new Origin(
                repo == null ? entry.name() : repo.id(),
                repo == null ? null : repo.type().word(),
                repo == null ? entry.name() : repo.folder(),
                entry.label(),
                entry.commit(),
                library.bin().origin(entry).toString(),
                entry.whole());
        return new BinEntryJson(
                entry.id(),
                origin,
                entry.files(),
                entry.paths(),
                entry.bytes(),
                entry.reason(),
                entry.since(),
                entry.until(library.bin().window()));
    }
}
