package io.hfdownloader.catalog;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.hub.RepoFacts;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.variant.BitsPerWeight;
import io.hfdownloader.variant.GgufHeaders;
import io.hfdownloader.variant.ProjectorPicker;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the Hub has of a repo at one revision. In JSON all fields of its parts stand in one object, in this order.
 *
 * @param version which repo at which commit
 * @param access who may have it
 * @param page its page on the Hub
 * @param card what its authors and the Hub say of it
 * @param network the network in its files
 * @param lastModified last change, or null
 * @param content its files
 */
@Schema(name = "RepoView")
public record RepoView(
        @JsonUnwrapped Version version,
        @JsonUnwrapped Access access,
        String page,
        @JsonUnwrapped Card card,
        @JsonUnwrapped Network network,
        @Nullable Instant lastModified,
        @JsonUnwrapped Content content) {

    /**
     * Which repo at which commit.
     *
     * @param repo id under its canonical name
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param revision what was asked
     * @param commit what it resolved to
     * @param owner its namespace, or null
     */
    public record Version(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            String revision,
            String commit,
            @Nullable String owner) {

        static Version of(RepoInfo info, String revision) {
            RepoId repo = info.repo();
            return new Version(repo.id(), repo.type().word(), revision, info.commit(), repo.namespace());
        }
    }

    /**
     * Who may have it.
     *
     * @param gated whether a licence must be accepted
     * @param gatedMode {@code auto} or {@code manual}, or null
     * @param isPrivate visible only with a token
     * @param disabled whether the Hub has taken it down
     */
    public record Access(boolean gated, @Nullable String gatedMode, boolean isPrivate, boolean disabled) {

        static Access of(RepoInfo info) {
            return new Access(info.gated(), info.facts().gatedMode(), info.isPrivate(), info.disabled());
        }
    }

    /**
     * What its authors and the Hub say of it.
     *
     * @param license licence tag, or null
     * @param task pipeline tag, or null
     * @param libraryName the library it is made for, or null
     * @param downloads downloads of the last 30 days, or null
     * @param likes likes, or null
     * @param baseModels ids of the models it was made from
     */
    public record Card(
            @Nullable String license,
            @Nullable String task,
            @Nullable String libraryName,
            @Nullable Long downloads,
            @Nullable Long likes,
            List<String> baseModels) {

        static Card of(RepoInfo info) {
            RepoFacts facts = info.facts();
            return new Card(
                    info.license(),
                    info.pipelineTag(),
                    facts.libraryName(),
                    facts.downloads(),
                    facts.likes(),
                    facts.baseModels());
        }
    }

    /**
     * The network in its files.
     *
     * @param parameters how many parameters the model has, or null
     * @param contextLength tokens it was trained for, or null
     * @param architecture name of the architecture, or null
     */
    public record Network(
            @Nullable Long parameters,
            @Nullable Long contextLength,
            @Nullable String architecture) {

        static Network of(RepoFacts facts) {
            return new Network(facts.parameters(), facts.contextLength(), facts.architecture());
        }
    }

    /**
     * Its files.
     *
     * @param sizeBytes size of all files
     * @param files all files
     * @param variants what can be picked
     * @param projectors vision projectors, of which one comes along with a variant
     * @param companions files that come along with every variant
     */
    public record Content(
            long sizeBytes,
            List<FileView> files,
            List<VariantView> variants,
            List<String> projectors,
            List<String> companions) {

        static Content of(
                List<RepoFile> files,
                Variants<RepoFile> variants,
                GgufHeaders known,
                LocalPresence.PresentFiles present) {
            BitSet weights = rowsOf(variants);
            return new Content(
                    files.stream().mapToLong(RepoFile::sizeBytes).sum(),
                    new MappedList<>(files, file -> FileView.of(file, weights.get(file.row()), present)),
                    variants.variants().stream()
                            .map(variant -> VariantView.of(variant, known, present, variants))
                            .toList(),
                    variants.projectors().stream().map(RepoFile::path).toList(),
                    new MappedList<>(variants.companions(), RepoFile::path));
        }
    }

    /** Where in the table of their tree the weights of variants stand. */
    static BitSet rowsOf(Variants<RepoFile> variants) {
        BitSet rows = new BitSet();
        variants.sets().forEach(set -> set.forEach(file -> rows.set(file.row())));
        return rows;
    }

    /**
     * One file on the Hub.
     *
     * @param path path within the repo
     * @param size its length
     * @param etag hash of its content
     * @param lfs whether that is a SHA-256
     * @param weight whether it holds weights of a variant
     * @param onDisk whether it is here with this content
     */
    public record FileView(String path, long size, String etag, boolean lfs, boolean weight, boolean onDisk) {

        static FileView of(RepoFile file, boolean weight, LocalPresence.PresentFiles present) {
            return new FileView(
                    file.path(),
                    file.sizeBytes(),
                    file.etag(),
                    file.isLfs(),
                    weight,
                    present.of(file) == LocalPresence.Extent.COMPLETE);
        }
    }

    /**
     * One variant on the Hub.
     *
     * @param label its name
     * @param format format of the weights
     * @param sizeBytes exact size of its files
     * @param shardCounts its weight files
     * @param duplicate whether another variant holds the same weights in the format to prefer
     * @param bitsPerWeight exact where the number of parameters is known, else what is usual for the label, else null
     * @param onDisk {@code yes}, {@code no}, {@code partly}, or {@code older}: files of these names are here with other content
     * @param content what it consists of
     */
    public record VariantView(
            String label,
            String format,
            long sizeBytes,
            @JsonUnwrapped Shards shardCounts,
            boolean duplicate,
            @Nullable Double bitsPerWeight,

            @Schema(enumeration = {"yes", "no", "partly", "older"})
            String onDisk,

            @JsonUnwrapped VariantContent content) {

        static VariantView of(
                Variant<RepoFile> variant,
                GgufHeaders known,
                LocalPresence.PresentFiles present,
                Variants<RepoFile> all) {
            List<String> paths = new MappedList<>(variant.files(), RepoFile::path);
            Long parameters = known.weights(paths, variant.sizeBytes()).orElse(known.parameters());
            return new VariantView(
                    variant.label(),
                    variant.format(),
                    variant.sizeBytes(),
                    new Shards(variant.shardsPresent(), variant.shardsExpected(), variant.complete()),
                    variant.duplicate(),
                    BitsPerWeight.of(variant, parameters).orElse(null),
                    present.of(variant.files()),
                    new VariantContent(
                            ProjectorPicker.pickFor(variant.files(), all)
                                    .map(RepoFile::path)
                                    .orElse(null),
                            paths));
        }
    }

    /**
     * The weight files of a variant.
     *
     * @param shards those it has
     * @param shardsExpected those it must have
     * @param complete false when the repo lacks one
     */
    public record Shards(int shards, int shardsExpected, boolean complete) {}

    /**
     * What a variant consists of.
     *
     * @param projector path of the vision projector that comes along, or null
     * @param files paths
     */
    public record VariantContent(@Nullable String projector, List<String> files) {}

    static RepoView of(
            RepoInfo info,
            String revision,
            String page,
            List<RepoFile> files,
            Variants<RepoFile> variants,
            GgufHeaders known,
            LocalPresence.PresentFiles present) {
        return new RepoView(
                Version.of(info, revision),
                Access.of(info),
                page,
                Card.of(info),
                Network.of(info.facts()),
                info.lastModified(),
                Content.of(files, variants, known, present));
    }
}
