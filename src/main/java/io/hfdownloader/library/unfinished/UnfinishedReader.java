package io.hfdownloader.library.unfinished;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.unfinished.Unfinished.BegunVariant;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.variant.Variant;
import org.jspecify.annotations.Nullable;

/** Finds out what the partial files of a folder are the beginnings of, and how much of each has come. Used once. */
public final class UnfinishedReader {

    private final Map<String, PartialFile> partials;
    private final Set<String> etags;
    private final Predicate<RepoFile> isHere;
    private final Map<String, String> pathByName = new HashMap<>();
    private final List<BegunVariant> variants = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();

    /**
     * @param partials what is there, by name
     * @param isHere whether a file of a listing is here in full
     */
    public UnfinishedReader(Map<String, PartialFile> partials, Predicate<RepoFile> isHere) {
        this.partials = partials;
        this.isHere = isHere;
        this.etags = partials.keySet().stream().map(PartialFile::etagOf).collect(Collectors.toSet());
    }

    /**
     * How many bytes of each partial file have come, by its name. Blocks.
     *
     * @param downloadFolder where they are
     * @param before what was there when this was asked last
     * @param known what it told then
     */
    public static Map<String, Long> bytes(
            Path downloadFolder, Map<String, PartialFile> partials, Map<String, PartialFile> before, Unfinished known) {
        Map<String, Long> old = new HashMap<>();
        known.files().forEach(file -> old.put(file.name(), file.bytes()));
        Map<String, Long> bytes = new HashMap<>();
        partials.forEach((name, partial) -> {
            PartialFile last = before.get(name);
            long counted = old.getOrDefault(name, 0L);
            bytes.put(
                    name,
                    partial.equals(last)
                            ? counted
                            : Math.max(bytes(downloadFolder, name, partial), isArriving(last, partial) ? counted : 0));
        });
        return bytes;
    }

    /** Bytes do not get fewer before the file does: what tells of them is just being written. */
    private static boolean isArriving(@Nullable PartialFile last, PartialFile now) {
        return last != null
                && now.live() != null
                && now.data().sizeBytes() >= last.data().sizeBytes();
    }

    private static long bytes(Path downloadFolder, String name, PartialFile partial) {
        long length = partial.data().sizeBytes();
        long told = partial.journal() == null && partial.live() == null
                ? 0
                : RangeJournal.bytesOnDisk(
                        downloadFolder.resolve(PartialFile.journalOf(name)), PartialFile.etagOf(name), length);
        boolean hasHoles = told > 0 || length > RangeJournal.PLAIN_BYTES;
        return hasHoles ? told : length;
    }

    /** Whether a listing is still to be found that tells of some partial file. */
    public boolean isInDoubt() {
        return pathByName.size() < partials.size();
    }

    /**
     * Looks for the partial files in a listing.
     *
     * @param variantsOf the listing's variants; asked for only where they matter
     * @param begun labels, in small letters, of variants of which some file is here
     */
    public void find(RepoTree tree, Function<RepoTree, List<Variant<RepoFile>>> variantsOf, Set<String> begun) {
        Set<String> paths = match(tree);
        if (paths.isEmpty() && begun.isEmpty()) {
            return;
        }
        for (Variant<RepoFile> variant : variantsOf.apply(tree)) {
            String label = variant.label().toLowerCase(Locale.ROOT);
            boolean isBegun =
                    begun.contains(label) || variant.files().stream().anyMatch(file -> paths.contains(file.path()));
            if (isBegun && labels.add(label)) {
                variants.add(begun(variant));
            }
        }
    }

    /** Paths are hashed only where the content is that of a partial file. */
    private Set<String> match(RepoTree tree) {
        Set<String> paths = new HashSet<>();
        for (RepoFile file : etags.isEmpty() ? List.<RepoFile>of() : tree.files()) {
            if (etags.contains(file.etag())) {
                String name = PartialFile.nameOf(file.path(), file.etag());
                if (partials.containsKey(name)) {
                    pathByName.put(name, file.path());
                    paths.add(file.path());
                }
            }
        }
        return paths;
    }

    private BegunVariant begun(Variant<RepoFile> variant) {
        Set<String> missing = new HashSet<>();
        long whole = 0;
        for (RepoFile file : variant.files()) {
            if (isHere.test(file)) {
                whole += file.sizeBytes();
            } else {
                missing.add(file.path());
            }
        }
        return new BegunVariant(variant.label(), variant.format(), missing, whole, variant.sizeBytes());
    }

    /**
     * All that was found.
     *
     * @param bytesByName how much has come of each
     * @param foreignBytes space taken by what the Python client has left
     */
    public Unfinished unfinished(Map<String, Long> bytesByName, long foreignBytes) {
        return new Unfinished(
                partials.keySet().stream()
                        .sorted()
                        .map(name ->
                                new Unfinished.File(name, pathByName.get(name), bytesByName.getOrDefault(name, 0L)))
                        .toList(),
                foreignBytes,
                variants.stream()
                        .filter(variant -> !variant.missing().isEmpty())
                        .toList());
    }
}
