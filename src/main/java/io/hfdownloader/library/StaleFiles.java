package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.metadata.ShardIndexFile;
import io.hfdownloader.library.stamp.Stamp;
import io.hfdownloader.library.store.TreeStore;
import io.hfdownloader.variant.FactSources;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/**
 * What an update leaves of the commit before: files that came from the Hub and are there no more. What has no successor stays:
 * weights go when the same variant is here, whole and verified, under its new names, or beside them for now; and what weights
 * that stay may need stays with them. Only looks. Used once; blocks throughout.
 */
final class StaleFiles {

    /** Above this a file is no note on a model, whatever it is called. */
    private static final long MAX_COMPANION_BYTES = 32L << 20;

    private static final Pattern SHARD_NUMBER = Pattern.compile("[-_.](?:part)?\\d{1,6}[-_]?of[-_]?\\d{1,6}");
    private static final Pattern EXTENSION = Pattern.compile("\\.[a-z0-9]{1,12}$");
    private static final Pattern DOCUMENTATION = Pattern.compile(
            "(?:readme|license|licence|notice|changelog|\\.git).*|.*\\.(?:md|rst|pdf|html?|csv|png|jpe?g|gif|svg|webp|mp4)"
                    + "|(?!.*(?:vocab|merges|tokens)).*\\.txt");

    private final RepoLayout layout;
    private final RepoTree upstream;
    private final RepoContents contents;
    private final Map<String, Optional<Variants<RepoFile>>> variantsByCommit = new HashMap<>();
    private final List<String> renamed = new ArrayList<>();
    private final @Nullable String from;
    private final Verified verified;
    private @Nullable List<Set<String>> shardsByIndex;

    /** The files of the Hub whose content is here: in their places, or on their way there. */
    interface Verified {

        /** Whether this one is, or will be. */
        boolean holds(RepoFile file) throws IOException;

        /** Where its content can be read now; empty where it is still to come. */
        Optional<Path> contentOf(RepoFile file) throws IOException;
    }

    /**
     * What is to become of them.
     *
     * @param removed paths of those that go
     * @param renamed paths of which only upper and lower case are others now
     * @param kept paths of those that stay because nothing takes their place
     * @param keptCommits the commits that those belong to
     */
    record Outcome(List<String> removed, List<String> renamed, List<String> kept, Set<String> keptCommits) {

        static final Outcome NOTHING = new Outcome(List.of(), List.of(), List.of(), Set.of());

        Outcome {
            removed = List.copyOf(removed);
            renamed = List.copyOf(renamed);
            kept = List.copyOf(kept);
            keptCommits = Set.copyOf(keptCommits);
        }
    }

    private StaleFiles(
            RepoLayout layout, RepoTree upstream, @Nullable String from, RepoContents contents, Verified verified) {
        this.from = from;
        this.layout = layout;
        this.upstream = upstream;
        this.contents = contents;
        this.verified = verified;
    }

    /**
     * Finds those that may go.
     *
     * @param arriving files that will be in their places by then
     */
    static Outcome find(
            RepoLayout layout,
            RepoTree upstream,
            @Nullable String from,
            Collection<RepoFile> arriving,
            Verified verified)
            throws IOException {
        Path folder = layout.repoFolder(upstream.repo());
        if (Files.notExists(folder)) {
            return Outcome.NOTHING;
        }
        RepoContents contents =
                RepoContents.of(layout.rootFolder(), folder, path -> false).with(arriving);
        return new StaleFiles(layout, upstream, from, contents, verified).sorted();
    }

    private Outcome sorted() throws IOException {
        Map<String, String> stale = find();
        Set<String> weights = weights(stale);
        Set<String> kept = new HashSet<>();
        for (String path : weights) {
            if (!hasSuccessor(path, stale.getOrDefault(path, ""))) {
                kept.add(path);
            }
        }
        if (!kept.isEmpty()) {
            stale.keySet().stream()
                    .filter(path -> contents.files().containsKey(path))
                    .filter(path -> !weights.contains(path) && !isDocumentation(path))
                    .forEach(kept::add);
        }
        List<String> removed = stale.keySet().stream()
                .filter(path -> !kept.contains(path))
                .sorted()
                .toList();
        return new Outcome(
                removed,
                renamed,
                kept.stream().sorted().toList(),
                kept.stream().map(stale::get).collect(Collectors.toSet()));
    }

    /** The paths that came from the Hub and are not there, with the commit that each came from. */
    private Map<String, String> find() throws IOException {
        RepoId repo = upstream.repo();
        Set<String> paths = pathsThere();
        Set<String> folded = paths.stream().map(StaleFiles::fold).collect(Collectors.toSet());
        Map<String, String> stale = new HashMap<>();
        for (String path : contents.metadata().keySet()) {
            if (paths.contains(path) || SafePath.objection(path).isPresent()) {
                continue;
            }
            Stamp file = contents.files().get(path);
            Optional<FileMetadata> metadata = FileMetadata.require(layout.metadata(repo, path))
                    .filter(read -> file == null || read.isValidFor(file.modified()));
            if (file != null && metadata.isEmpty()) {
                continue; // somebody has changed it: it is theirs
            }
            if (folded.contains(fold(path)) && isOneFileWithAnother(path, paths)) {
                renamed.add(path);
            } else {
                stale.put(path, metadata.map(FileMetadata::commit).orElse(""));
            }
        }
        return stale;
    }

    /** An empty file takes the place of no weights. */
    private Set<String> pathsThere() {
        Set<String> paths = new HashSet<>(upstream.paths());
        for (RepoFile file : upstream.files()) {
            Stamp here = contents.files().get(file.path());
            if (here != null && RepoFiles.isEmptied(file, here.sizeBytes())) {
                paths.remove(file.path());
            }
        }
        return paths;
    }

    // --- what is weights ---------------------------------------------------------------------------------------

    private Set<String> weights(Map<String, String> stale) {
        Set<String> weights = new HashSet<>();
        Variants<Map.Entry<String, Stamp>> here = Variants.of(
                contents.files().entrySet(),
                Map.Entry::getKey,
                entry -> entry.getValue().sizeBytes());
        here.variants().forEach(variant -> variant.files().forEach(file -> weights.add(file.getKey())));
        here.projectors().forEach(file -> weights.add(file.getKey()));
        here.duplicates().forEach(file -> weights.add(file.getKey()));
        boolean sorted = !here.variants().isEmpty(); // where there are more than anybody chooses from, they are not
        contents.files().forEach((path, stamp) -> {
            if (stamp.sizeBytes() > MAX_COMPANION_BYTES || !sorted && isWeight(path, stamp.sizeBytes())) {
                weights.add(path);
            }
        });
        weights.retainAll(stale.keySet());
        return weights;
    }

    private static boolean isWeight(String path, long sizeBytes) {
        return WeightFiles.isWeight(path, sizeBytes) || WeightFiles.isProjector(path);
    }

    private static boolean isDocumentation(String path) {
        return DOCUMENTATION.matcher(baseName(path)).matches();
    }

    // --- what takes its place ----------------------------------------------------------------------------------

    /** As by the listing that the file came from: what is here alone does not tell variants apart. */
    private boolean hasSuccessor(String path, String commit) throws IOException {
        if (!commit.equals(from)) {
            return false; // of another revision, it may be, which has only the folder in common with this one
        }
        Optional<Variant<RepoFile>> before = variantsByCommit
                .computeIfAbsent(commit, this::variantsAt)
                .flatMap(variants -> variants.variants().stream()
                        .filter(variant -> variant.files().stream()
                                .anyMatch(file -> file.path().equals(path)))
                        .findFirst());
        if (before.isEmpty()) {
            return false;
        }
        for (Variant<RepoFile> variant : variants(upstream).variants()) {
            if (variant.complete()
                    && variant.label().equalsIgnoreCase(before.get().label())
                    && variant.format().equals(before.get().format())
                    && variant.files().stream()
                            .allMatch(file ->
                                    file.sizeBytes() > 0 && stem(file.path()).equals(stem(path)))
                    && areHere(variant.files())
                    && isWhole(variant)) {
                return true;
            }
        }
        return false;
    }

    private boolean areHere(List<RepoFile> files) throws IOException {
        for (RepoFile file : files) {
            if (!verified.holds(file)) {
                return false;
            }
        }
        return true;
    }

    /** An index that names one of its shards names all that there must be, whatever their numbers say. */
    private boolean isWhole(Variant<RepoFile> variant) throws IOException {
        Set<String> paths = variant.files().stream().map(RepoFile::path).collect(Collectors.toSet());
        for (Set<String> shards : shardsByIndex()) {
            if (!Collections.disjoint(shards, paths)
                    && !contents.files().keySet().containsAll(shards)) {
                return false;
            }
        }
        return true;
    }

    private List<Set<String>> shardsByIndex() throws IOException {
        List<Set<String>> known = shardsByIndex;
        if (known == null) {
            known = new ArrayList<>();
            for (RepoFile file : FactSources.shardIndexes(upstream.files(), RepoFile::path, RepoFile::sizeBytes)) {
                if (SafePath.objection(file.path()).isEmpty()) {
                    addShards(file, known);
                }
            }
            shardsByIndex = known;
        }
        return known;
    }

    private void addShards(RepoFile indexFile, List<Set<String>> known) throws IOException {
        String folder = indexFile.path().substring(0, indexFile.path().lastIndexOf('/') + 1);
        Optional<Path> content = verified.contentOf(indexFile);
        if (content.isPresent()) {
            ShardIndexFile.read(content.get())
                    .map(index ->
                            index.files().stream().map(name -> folder + name).collect(Collectors.toSet()))
                    .ifPresent(known::add);
        }
    }

    private Optional<Variants<RepoFile>> variantsAt(String commit) {
        return RepoLayout.isCommit(commit)
                ? new TreeStore(layout).read(upstream.repo(), commit).map(StaleFiles::variants)
                : Optional.empty();
    }

    private static Variants<RepoFile> variants(RepoTree tree) {
        return Variants.of(tree.files(), RepoFile::path, RepoFile::sizeBytes);
    }

    /** What all shards of a set are called, and the file that held it in one piece. */
    private static String stem(String path) {
        String name = SHARD_NUMBER.matcher(baseName(path)).replaceAll("");
        return EXTENSION.matcher(name).replaceAll("");
    }

    private static String baseName(String path) {
        return fold(path.substring(path.lastIndexOf('/') + 1));
    }

    // --- names that differ by case -----------------------------------------------------------------------------

    /** On a disk that does not tell case apart, the new name of a file is the old file. */
    private boolean isOneFileWithAnother(String path, Set<String> paths) throws IOException {
        List<String> others = new ArrayList<>(paths);
        others.removeIf(other ->
                !fold(other).equals(fold(path)) || SafePath.objection(other).isPresent());
        Path file = layout.file(upstream.repo(), path);
        for (String other : others) {
            Path otherFile = layout.file(upstream.repo(), other);
            if (Files.exists(otherFile) && Files.exists(file) && Files.isSameFile(file, otherFile)) {
                return true;
            }
        }
        return false;
    }

    private static String fold(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
