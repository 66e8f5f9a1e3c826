package io.hfdownloader.library;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.metadata.TreeFile;
import io.hfdownloader.library.metadata.VerifiedFiles;
import io.hfdownloader.library.stamp.Stamp;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.library.unfinished.UnfinishedReader;
import io.hfdownloader.variant.ProjectorPicker;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/** Makes a model out of what a walk found, with the metadata that has changed since the last time. Used once. */
final class ModelReader {

    private static final String TREE_SUFFIX = ".json";
    private static final int MAX_TREES = 8;

    private final Path folder;
    private final RepoContents contents;
    private final @Nullable RepoContents before;
    private final Map<String, LibraryFile> known;
    private final Map<String, Long> partialBytes;
    private final LocalWeightFacts weightFacts;
    private final @Nullable VerifiedFiles verified;
    private @Nullable String commit;
    private String lastCommit = "";
    private Instant newest = Instant.MIN;

    ModelReader(
            Path folder,
            RepoContents contents,
            @Nullable RepoContents before,
            Map<String, LibraryFile> known,
            Map<String, Long> partialBytes,
            LocalWeightFacts weightFacts,
            @Nullable VerifiedFiles verified) {
        this.folder = folder;
        this.contents = contents;
        this.before = before;
        this.known = known;
        this.partialBytes = partialBytes;
        this.weightFacts = weightFacts;
        this.verified = verified;
    }

    LibraryModel read(@Nullable RepoId repo, String name, boolean wholeFolder) {
        List<LibraryFile> files =
                contents.files().keySet().stream().sorted().map(this::file).toList();
        Optional<RepoTree> tree = tree(repo, commit);
        WeightFacts facts = weightFacts.of(files);
        Optional<List<Variant<RepoFile>>> upstream = tree.map(
                known -> Variants.of(known, ofCommit(facts, files, known)).variants());
        RepoType type = repo == null ? RepoType.MODEL : repo.type();
        MixedCommits mixedCommits = new MixedCommits(files, tree, () -> keptTrees(repo));
        List<LibraryVariant> variants = variants(
                Variants.of(type, facts, files, LibraryFile::path, LibraryFile::sizeBytes),
                files,
                upstream.orElse(List.of()),
                mixedCommits);
        boolean mixed = mixedCommits.isMixed() || lacksSuccessor(variants, upstream.orElse(List.of()));
        return new LibraryModel(
                repo,
                name,
                folder,
                commit,
                mixed,
                files,
                variants,
                type == RepoType.MODEL ? weightFacts.contextLength(files).orElse(null) : null,
                files.stream().mapToLong(LibraryFile::sizeBytes).sum(),
                unfinished(repo, tree, upstream.orElse(List.of()), files, variants),
                (mixed || !isUnfinished(tree))
                        && !files.isEmpty()
                        && variants.stream().allMatch(variant -> variant.complete() || isToReplace(variant, variants))
                        && (!variants.isEmpty() || isWholeWithoutVariants(repo, tree, upstream, files)),
                files.stream()
                        .map(LibraryFile::modified)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                wholeFolder);
    }

    private Unfinished unfinished(
            @Nullable RepoId repo,
            Optional<RepoTree> tree,
            List<Variant<RepoFile>> upstream,
            List<LibraryFile> files,
            List<LibraryVariant> variants) {
        Set<String> incomplete = variants.stream()
                .filter(variant -> !variant.complete())
                .map(variant -> variant.label().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Map<String, LibraryFile> here = new HashMap<>();
        files.forEach(file -> here.put(file.path(), file));
        UnfinishedReader reader =
                new UnfinishedReader(contents.partials(), file -> isSame(file, here.get(file.path())));
        if (reader.isInDoubt() || !incomplete.isEmpty()) {
            tree.ifPresent(newest -> reader.find(newest, same -> upstream, incomplete));
            for (RepoTree other : reader.isInDoubt() ? keptTrees(repo) : List.<RepoTree>of()) {
                reader.find(other, ModelReader::variantsOf, Set.of());
            }
        }
        return reader.unfinished(partialBytes, contents.foreignPartialBytes());
    }

    private static boolean isSame(RepoFile file, @Nullable LibraryFile here) {
        return here != null
                && here.sizeBytes() == file.sizeBytes()
                && (here.etag() == null || Objects.equals(here.etag(), file.etag()));
    }

    private static List<Variant<RepoFile>> variantsOf(RepoTree tree) {
        return Variants.of(tree, WeightFacts.NONE).variants();
    }

    /** Partial data of another commit is that of an update, beside which all stands as it was. */
    private boolean isUnfinished(Optional<RepoTree> tree) {
        if (contents.partials().isEmpty() || tree.isEmpty()) {
            return !contents.partials().isEmpty();
        }
        return tree.get().files().stream()
                .anyMatch(file -> contents.partials()
                        .containsKey(RepoLayout.partialPrefix(file.path()) + file.etag() + RepoLayout.PARTIAL_SUFFIX));
    }

    /** The beginning of what takes the place of weights that are whole, and stay until it is here. */
    private static boolean isToReplace(LibraryVariant begun, List<LibraryVariant> variants) {
        return !begun.goneUpstream()
                && variants.stream()
                        .anyMatch(before -> before.goneUpstream()
                                && before.complete()
                                && before.format().equals(begun.format())
                                && (!before.format().equals("gguf") || isLabelledAlike(before, begun)));
    }

    /** Two files of one quantization are told apart by more than that. */
    private static boolean isLabelledAlike(LibraryVariant one, LibraryVariant other) {
        String label = one.label().toLowerCase(Locale.ROOT);
        String otherLabel = other.label().toLowerCase(Locale.ROOT);
        return label.contains(otherLabel) || otherLabel.contains(label);
    }

    /** Of the indexes here only those that the commit has, too. */
    private static WeightFacts ofCommit(WeightFacts facts, List<LibraryFile> files, RepoTree tree) {
        if (facts.indexes().isEmpty()) {
            return facts;
        }
        Map<String, String> here = new HashMap<>();
        files.stream().filter(file -> file.etag() != null).forEach(file -> here.put(file.path(), file.etag()));
        Map<String, WeightFacts.ShardIndex> same = new HashMap<>();
        for (RepoFile file : tree.files()) {
            WeightFacts.ShardIndex index = facts.indexes().get(file.path());
            if (index != null && file.etag().equals(here.get(file.path()))) {
                same.put(file.path(), index);
            }
        }
        return new WeightFacts(null, same, Map.of(), Map.of(), facts.gguf());
    }

    private LibraryFile file(String path) {
        Stamp stamp = contents.files().getOrDefault(path, new Stamp(0, FileTime.fromMillis(0)));
        Stamp metadataStamp = contents.metadata().get(path);
        LibraryFile old = known.get(path);
        LibraryFile file;
        if (old != null && isUnchanged(path, stamp, metadataStamp)) {
            file = old;
        } else {
            Optional<FileMetadata> metadata = metadataStamp == null
                    ? Optional.empty()
                    : FileMetadata.read(folder.resolve(RepoLayout.CACHE + "/download/" + path + ".metadata"))
                            .filter(read -> read.isValidFor(stamp.modified()));
            file = new LibraryFile(
                    path,
                    folder,
                    stamp.sizeBytes(),
                    stamp.modified().toInstant(),
                    metadata.map(FileMetadata::commit).map(this::shared).orElse(null),
                    metadata.map(FileMetadata::etag).orElse(null));
        }
        if (file.commit() != null
                && metadataStamp != null
                && metadataStamp.modified().toInstant().isAfter(newest)) {
            newest = metadataStamp.modified().toInstant();
            commit = file.commit();
        }
        Optional<VerifiedFiles.Verdict> verdict =
                verified == null ? Optional.empty() : verified.verdict(path, stamp.sizeBytes(), stamp.modified());
        return file.with(
                verdict.map(VerifiedFiles.Verdict::verifiedAt).orElse(null),
                verdict.map(VerifiedFiles.Verdict::damaged).orElse(false));
    }

    /** As a rule all files of a model are of one commit. */
    private String shared(String of) {
        lastCommit = of.equals(lastCommit) ? lastCommit : of;
        return lastCommit;
    }

    private boolean isUnchanged(String path, Stamp stamp, @Nullable Stamp metadataStamp) {
        return before != null
                && stamp.equals(before.files().get(path))
                && Objects.equals(metadataStamp, before.metadata().get(path));
    }

    /**
     * Whether there are no weights to be had, or so many that nobody chooses from them and those here are as they should be; what
     * only describes a model is of no use, whoever left it.
     */
    private static boolean isWholeWithoutVariants(
            @Nullable RepoId repo,
            Optional<RepoTree> tree,
            Optional<List<Variant<RepoFile>>> upstream,
            List<LibraryFile> files) {
        if (tree.isEmpty() || upstream.isEmpty()) {
            return repo == null || repo.type() != RepoType.MODEL;
        }
        Map<String, Long> weights = new HashMap<>();
        for (RepoFile file : tree.get().files()) {
            if (WeightFiles.isWeight(file.path(), file.sizeBytes())) {
                weights.put(file.path(), file.sizeBytes());
            }
        }
        if (weights.size() <= Variants.MAX_SETS) {
            return upstream.get().isEmpty();
        }
        List<LibraryFile> here =
                files.stream().filter(file -> weights.containsKey(file.path())).toList();
        return upstream.get().isEmpty()
                && !here.isEmpty()
                && here.stream().allMatch(file -> Objects.equals(weights.get(file.path()), file.sizeBytes()));
    }

    private static List<LibraryVariant> variants(
            Variants<LibraryFile> here,
            List<LibraryFile> files,
            List<Variant<RepoFile>> upstream,
            MixedCommits mixedCommits) {
        Map<String, String> labels = labels(here.variants(), upstream);
        Map<String, List<Variant<RepoFile>>> byFile = new HashMap<>();
        upstream.forEach(variant -> variant.files()
                .forEach(file -> byFile.computeIfAbsent(file.path(), path -> new ArrayList<>())
                        .add(variant)));
        Map<String, LibraryFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        List<LibraryVariant> variants = new ArrayList<>();
        for (Variant<LibraryFile> variant : here.variants()) {
            List<RepoFile> there = sameUpstream(variant, byFile)
                    .map(Variant::files)
                    .orElseGet(() -> allThatShareFiles(variant, byFile));
            boolean whole = mixedCommits.containsAny(variant.files())
                    ? mixedCommits.isOfOneCommit(variant.files())
                            && there.stream().allMatch(file -> byPath.containsKey(file.path()))
                    : there.stream().allMatch(file -> isHere(file, byPath));
            variants.add(new LibraryVariant(
                    labels.getOrDefault(variant.label(), variant.label()),
                    variant.format(),
                    variant.files(),
                    ProjectorPicker.pickFor(variant.files(), here, LibraryFile::path, LibraryFile::sizeBytes)
                            .orElse(null),
                    variant.sizeBytes(),
                    variant.complete() && whole,
                    mixedCommits.isGoneUpstream(variant.files())));
        }
        return variants;
    }

    /** An update that was given up has not brought yet what takes the place of a variant that is gone. */
    private boolean lacksSuccessor(List<LibraryVariant> variants, List<Variant<RepoFile>> upstream) {
        return variants.stream()
                .filter(LibraryVariant::goneUpstream)
                .flatMap(gone -> upstream.stream().filter(next -> next.label().equalsIgnoreCase(gone.label())))
                .flatMap(next -> next.files().stream())
                .anyMatch(file -> !contents.files().containsKey(file.path()));
    }

    /** As on the page of the repo, where others may share a quantization that is here once; by the label without those. */
    private static Map<String, String> labels(List<Variant<LibraryFile>> here, List<Variant<RepoFile>> upstream) {
        Map<String, String> there = new HashMap<>();
        upstream.stream()
                .filter(variant -> variant.format().equals("gguf"))
                .forEach(variant -> variant.files().forEach(file -> there.put(file.path(), variant.label())));
        Map<String, String> labels = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (Variant<LibraryFile> variant : here) {
            String label = there.getOrDefault(variant.files().get(0).path(), variant.label());
            if (!taken.add(label.toLowerCase(Locale.ROOT))) {
                return Map.of(); // files that the repo does not have are called so, too
            }
            labels.put(variant.label(), label);
        }
        return labels;
    }

    /** The one with all these files; several may have them, as precisions of a pipeline share parts. */
    private static Optional<Variant<RepoFile>> sameUpstream(
            Variant<LibraryFile> variant, Map<String, List<Variant<RepoFile>>> byFile) {
        Set<String> paths = variant.files().stream().map(LibraryFile::path).collect(Collectors.toSet());
        return byFile.getOrDefault(variant.files().get(0).path(), List.of()).stream()
                .filter(other -> other.files().stream()
                                .map(RepoFile::path)
                                .filter(paths::contains)
                                .count()
                        == paths.size())
                .min(Comparator.comparingInt(other -> other.label().equals(variant.label()) ? 0 : 1));
    }

    private static List<RepoFile> allThatShareFiles(
            Variant<LibraryFile> variant, Map<String, List<Variant<RepoFile>>> byFile) {
        Set<Variant<RepoFile>> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        variant.files().forEach(file -> expected.addAll(byFile.getOrDefault(file.path(), List.of())));
        return expected.stream().flatMap(other -> other.files().stream()).toList();
    }

    private static boolean isHere(RepoFile file, Map<String, LibraryFile> byPath) {
        LibraryFile here = byPath.get(file.path());
        return here != null && here.sizeBytes() == file.sizeBytes();
    }

    private List<RepoTree> keptTrees(@Nullable RepoId repo) {
        return contents.trees().keySet().stream()
                .filter(name -> name.endsWith(TREE_SUFFIX))
                .map(name -> name.substring(0, name.length() - TREE_SUFFIX.length()))
                .filter(RepoLayout::isCommit)
                .sorted()
                .limit(MAX_TREES)
                .flatMap(known -> tree(repo, known).stream())
                .toList();
    }

    /** What there is on the Hub at a commit; empty when that is not known. */
    private Optional<RepoTree> tree(@Nullable RepoId repo, @Nullable String of) {
        if (repo == null || of == null || !contents.trees().containsKey(of + TREE_SUFFIX)) {
            return Optional.empty();
        }
        return TreeFile.read(folder.resolve(RepoLayout.CACHE + "/trees/" + of + TREE_SUFFIX), repo, of);
    }
}
