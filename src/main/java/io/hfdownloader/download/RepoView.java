package io.hfdownloader.download;

import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What the Hub has of a repo at one revision.
 *
 * @param repo id under its canonical name
 * @param type {@code model}, {@code dataset} or {@code space}
 * @param revision what was asked
 * @param commit what it resolved to
 * @param gated whether a licence must be accepted
 * @param isPrivate visible only with a token
 * @param page its page on the Hub
 * @param license licence tag, or null
 * @param task pipeline tag, or null
 * @param lastModified last change, or null
 * @param sizeBytes size of all files
 * @param files all files
 * @param variants what can be picked
 * @param projectors vision projectors, of which one comes along with a variant
 * @param companions files that come along with every variant
 */
public record RepoView(
        String repo,
        String type,
        String revision,
        String commit,
        boolean gated,
        boolean isPrivate,
        String page,
        @Nullable String license,
        @Nullable String task,
        @Nullable Instant lastModified,
        long sizeBytes,
        List<File> files,
        List<VariantView> variants,
        List<String> projectors,
        List<String> companions) {

    /** One file on the Hub. */
    public record File(String path, long size, String etag, boolean lfs) {

        static File of(RepoFile file) {
            return new File(file.path(), file.sizeBytes(), file.etag(), file.isLfs());
        }
    }

    /**
     * One variant on the Hub.
     *
     * @param label its name
     * @param format format of the weights
     * @param sizeBytes exact size of its files
     * @param shards weight files it has
     * @param shardsExpected weight files it must have
     * @param complete false when the repo lacks a shard
     * @param duplicate whether another variant holds the same weights in the format to prefer
     * @param files paths
     */
    public record VariantView(
            String label,
            String format,
            long sizeBytes,
            int shards,
            int shardsExpected,
            boolean complete,
            boolean duplicate,
            List<String> files) {

        static VariantView of(Variant<RepoFile> variant) {
            return new VariantView(
                    variant.label(),
                    variant.format(),
                    variant.sizeBytes(),
                    variant.shardsPresent(),
                    variant.shardsExpected(),
                    variant.complete(),
                    variant.duplicate(),
                    variant.files().stream().map(RepoFile::path).toList());
        }
    }

    static RepoView of(
            RepoInfo info,
            String revision,
            String page,
            List<RepoFile> files,
            io.hfdownloader.variant.Variants<RepoFile> variants) {
        return new RepoView(
                info.repo().id(),
                info.repo().type().word(),
                revision,
                info.commit(),
                info.gated(),
                info.isPrivate(),
                page,
                info.license(),
                info.pipelineTag(),
                info.lastModified(),
                files.stream().mapToLong(RepoFile::sizeBytes).sum(),
                files.stream().map(File::of).toList(),
                variants.variants().stream().map(VariantView::of).toList(),
                variants.projectors().stream().map(RepoFile::path).toList(),
                variants.companions().stream().map(RepoFile::path).toList());
    }
}
