package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.SkippedFolder;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine, in JSON.
 *
 * @param repo id on the Hub, or the folder's name where no repo can be meant
 * @param type {@code model}, {@code dataset}, {@code space}, or null where no repo can be meant
 * @param path its folder
 * @param commit commit of the newest download, or null when it did not come from the Hub
 * @param sizeBytes size of its files
 * @param partialBytes space taken by files that are not complete
 * @param complete whether it can be used as it is: nothing of a variant is missing, and not all weights are, as far as known
 * @param updateAvailable whether the Hub has another commit, or files here are older than theirs; null when that is not known
 * @param updatedAt last change of a file, or null
 * @param variants what can be deleted by itself
 * @param files all files
 * @param passedOver why its folder was not looked into, so that nothing else is known of it; null for all others
 */
public record LibraryJson(
        String repo,
        @Nullable String type,
        String path,
        @Nullable String commit,
        long sizeBytes,
        long partialBytes,
        boolean complete,
        @Nullable Boolean updateAvailable,
        @Nullable Instant updatedAt,
        List<VariantJson> variants,
        List<FileJson> files,
        @Nullable String passedOver) {

    /** One variant on this machine. */
    public record VariantJson(String label, String format, long sizeBytes, boolean complete, List<String> files) {

        static VariantJson of(LibraryVariant variant) {
            return new VariantJson(
                    variant.label(),
                    variant.format(),
                    variant.sizeBytes(),
                    variant.complete(),
                    variant.files().stream().map(LibraryFile::path).toList());
        }
    }

    /** One file on this machine. */
    public record FileJson(
            String path,
            long size,
            Instant modified,
            @Nullable String commit,
            @Nullable String etag) {

        static FileJson of(LibraryFile file) {
            return new FileJson(file.path(), file.sizeBytes(), file.modified(), file.commit(), file.etag());
        }
    }

    static LibraryJson of(LibraryModel model, @Nullable Boolean updateAvailable) {
        RepoId repo = model.repo();
        return new LibraryJson(
                repo == null ? model.name() : repo.id(),
                repo == null ? null : repo.type().word(),
                model.folder().toString(),
                model.commit(),
                model.sizeBytes(),
                model.partialBytes(),
                model.complete(),
                updateAvailable,
                model.updatedAt(),
                model.variants().stream().map(VariantJson::of).toList(),
                model.files().stream().map(FileJson::of).toList(),
                null);
    }

    static LibraryJson of(SkippedFolder folder) {
        RepoId repo = folder.repo();
        return new LibraryJson(
                repo == null ? folder.name() : repo.id(),
                repo == null ? null : repo.type().word(),
                folder.folder().toString(),
                null,
                0,
                0,
                false,
                null,
                null,
                List.of(),
                List.of(),
                folder.reason());
    }
}
