package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.bin.Bin;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinReason;
import io.hfdownloader.library.bin.Deposit;
import io.hfdownloader.library.bin.Trash;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.library.store.TreeStore;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import org.jspecify.annotations.Nullable;

/** Deletes models, variants and files, never while somebody works on them. Blocks throughout. */
final class LibraryDeletion {

    private final RepoLayout layout;
    private final RepoWriter writer;
    private final RepoLeases leases;
    private final Trash trash;
    private final Consumer<RepoId> deleted;
    private final Bin bin;

    /**
     * @param bin takes what can be taken back
     * @param deleted told when the folder of a repo is gone and nobody can have begun a new one
     */
    LibraryDeletion(
            RepoLayout layout, RepoWriter writer, RepoLeases leases, Trash trash, Bin bin, Consumer<RepoId> deleted) {
        this.bin = bin;
        this.deleted = deleted;
        this.layout = layout;
        this.writer = writer;
        this.leases = leases;
        this.trash = trash;
    }

    /**
     * Deletes a repo with its folder.
     *
     * @param model as it is listed; null where it is not
     * @param isListed whether it is one of the models that are shown, as a namespace is not
     * @param way for good, or into the bin
     */
    Optional<BinEntry> deleteRepo(RepoId repo, @Nullable LibraryModel model, boolean isListed, Way way)
            throws IOException {
        Path folder = layout.repoFolder(repo);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw LibraryException.notFound(repo.folder() + " is not in the library.");
        }
        refuseForeign(folder, repo.folder());
        if (!isListed) {
            throw LibraryException.notFound(repo.folder() + " is not in the library.");
        }
        Optional<BinEntry> kept =
                deleteFolder(whole(repo, repo.folder(), folder, model), way, () -> deleted.accept(repo));
        layout.rootFolder().delete(layout.verifiedFile(repo));
        return kept;
    }

    /** Whether what is deleted can be taken back. */
    enum Way {
        FOR_GOOD,
        INTO_BIN
    }

    /** Deletes one variant of a model; with its last file goes the folder. */
    Optional<BinEntry> deleteVariant(RepoId repo, LibraryModel model, String label, Way way) throws IOException {
        try (RepoLease lease = leases.takeExclusive(model.folder(), repo.folder())) {
            Set<String> paths = new TreeSet<>(partialPaths(repo, model, label));
            List<LibraryVariant> matching = matching(model, label);
            if (matching.size() > 1) {
                throw new AmbiguousVariantException(
                        label,
                        repo.id(),
                        matching.stream().map(LibraryVariant::label).toList());
            }
            model.variants().stream()
                    .filter(variant -> !matching.contains(variant))
                    .flatMap(variant -> variant.files().stream())
                    .forEach(file -> paths.remove(file.path())); // whose label is another than its name says
            matching.forEach(variant -> paths.addAll(ownPaths(model, variant)));
            if (paths.isEmpty()) {
                throw LibraryException.notFound(
                        repo.folder() + " has no variant \"" + UntrustedText.name(label) + "\" in the library.");
            }
            return deleteFiles(repo, model, label, paths, way);
        }
    }

    /** Deletes files of a model that are listed. */
    Optional<BinEntry> deleteFiles(RepoId repo, LibraryModel model, Set<String> paths, Way way) throws IOException {
        for (String path : paths) {
            refuseForeign(layout.file(repo, path), path);
        }
        try (RepoLease lease = leases.takeExclusive(model.folder(), model.name())) {
            return deleteFiles(repo, model, null, paths, way);
        }
    }

    /** Deletes the model, or the file of one, that has this absolute path. */
    Optional<BinEntry> deletePath(String given, List<LibraryModel> models, Way way) throws IOException {
        Path path = checkedPath(given);
        refuseForeign(path, given);
        Optional<LibraryModel> model = models.stream()
                .filter(candidate ->
                        candidate.folder().equals(path) && !candidate.folder().equals(layout.root()))
                .findFirst();
        if (model.isPresent()) {
            return deleteModel(model.get(), way);
        }
        for (LibraryModel owner : models) {
            Optional<LibraryFile> file = owner.files().stream()
                    .filter(candidate -> candidate.absolutePath().equals(path))
                    .findFirst();
            if (file.isPresent()) {
                return deleteFile(owner, file.get(), way);
            }
        }
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw LibraryException.notFound("Nothing is at " + UntrustedText.name(given) + ".");
        }
        throw LibraryException.invalidPath(null);
    }

    private Optional<BinEntry> deleteModel(LibraryModel model, Way way) throws IOException {
        if (model.repo() != null) {
            return deleteRepo(model.repo(), model, model.wholeFolder(), way);
        }
        if (model.wholeFolder()) {
            return deleteFolder(whole(null, model.name(), model.folder(), model), way, () -> {});
        }
        throw LibraryException.invalidPath(null); // stray files in a folder that holds other models
    }

    private Optional<BinEntry> deleteFile(LibraryModel model, LibraryFile file, Way way) throws IOException {
        try (RepoLease lease = leases.takeExclusive(file.absolutePath(), model.name())) {
            if (model.repo() != null) {
                return deleteFiles(model.repo(), model, null, Set.of(file.path()), way);
            }
            Optional<BinEntry> kept = Optional.empty();
            if (isKept(way)) {
                kept = bin.keep(part(model, null, Set.of(file.path())), List.of(file.absolutePath()));
            } else {
                layout.rootFolder().delete(file.absolutePath());
            }
            layout.rootFolder().deleteEmpty(file.absolutePath().getParent(), layout.root());
            return kept;
        }
    }

    private Optional<BinEntry> deleteFiles(
            RepoId repo, LibraryModel model, @Nullable String label, Set<String> paths, Way way) throws IOException {
        if (!isKept(way)) {
            writer.remove(repo, paths);
            if (!holdsPartialData(model) && holdsMetadataOnly(model.folder())) {
                removeFolder(model.folder());
                tellGone(repo);
            }
            return Optional.empty();
        }
        Deposit deposit = part(model, label, paths);
        List<Path> places = new ArrayList<>(writer.places(repo, paths));
        List<Path> partials = writer.partialPlaces(repo, paths);
        places.addAll(partials);
        if (model.wholeFolder() && isAll(model, paths, partials)) { // what is kept with it goes with it
            BinEntry kept = bin.keepFolder(deposit);
            layout.rootFolder().deleteEmpty(model.folder().getParent(), layout.root());
            tellGone(repo);
            return Optional.of(kept);
        }
        Optional<BinEntry> kept = bin.keep(deposit, places);
        writer.tidy(repo, paths);
        return kept;
    }

    private void tellGone(RepoId repo) throws IOException {
        deleted.accept(repo);
        layout.rootFolder().delete(layout.verifiedFile(repo));
    }

    private boolean isKept(Way way) {
        return way == Way.INTO_BIN && bin.isOn();
    }

    private boolean holdsPartialData(LibraryModel model) throws IOException {
        return RepoContents.of(
                        layout.rootFolder(), model.folder(), inside -> ForeignFolders.isIn(model.folder(), inside))
                .holdsPartialData();
    }

    /** Whether nothing but notes would be left: also of what is not listed. */
    private boolean isAll(LibraryModel model, Set<String> paths, List<Path> partials) throws IOException {
        Set<Path> going = new HashSet<>(partials);
        paths.forEach(path -> going.add(model.folder().resolve(path)));
        RepoContents contents = RepoContents.of(
                layout.rootFolder(), model.folder(), inside -> ForeignFolders.isIn(model.folder(), inside));
        if (contents.foreignPartialBytes() > 0
                || contents.partials().keySet().stream()
                        .anyMatch(name -> partials.stream().noneMatch(partial -> partial.endsWith(name)))) {
            return false;
        }
        try (Stream<Path> all = Files.walk(model.folder())) {
            Path cache = model.folder().resolve(".cache");
            return all.filter(place -> !place.startsWith(cache))
                    .allMatch(place -> Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) || going.contains(place));
        }
    }

    private static Deposit part(LibraryModel model, @Nullable String label, Set<String> paths) {
        List<LibraryFile> files = model.files().stream()
                .filter(file -> paths.contains(file.path()))
                .toList();
        long partialBytes = model.unfinished().files().stream()
                .filter(file -> file.path() != null && paths.contains(file.path()))
                .mapToLong(Unfinished.File::bytes)
                .sum();
        return new Deposit(
                model.repo(),
                model.name(),
                model.folder(),
                label,
                paths.stream().sorted().toList(),
                paths.size(),
                files.stream().mapToLong(LibraryFile::sizeBytes).sum() + partialBytes,
                files.stream()
                        .map(LibraryFile::commit)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(model.commit()),
                BinReason.DELETED);
    }

    private static Deposit whole(@Nullable RepoId repo, String name, Path folder, @Nullable LibraryModel model) {
        return model == null
                ? new Deposit(repo, name, folder, null, List.of(), 0, 0, null, BinReason.DELETED)
                : new Deposit(
                        repo,
                        name,
                        folder,
                        null,
                        model.files().stream().map(LibraryFile::path).toList(),
                        model.files().size(),
                        model.sizeBytes() + model.partialBytes(),
                        model.commit(),
                        BinReason.DELETED);
    }

    /** Looked up, not taken from the list: a file may have come since, and not all that is there is listed. */
    private static boolean holdsMetadataOnly(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> entry.endsWith(".cache"));
        }
    }

    private Optional<BinEntry> deleteFolder(Deposit what, Way way, Runnable whenGone) throws IOException {
        Path folder = what.folder();
        String name = what.name();
        try (RepoLease lease = leases.takeExclusive(folder, name)) {
            requireAlone(folder, name);
            Optional<BinEntry> kept = Optional.empty();
            if (isKept(way)) {
                kept = Optional.of(bin.keepFolder(what));
                layout.rootFolder().deleteEmpty(folder.getParent(), layout.root());
            } else {
                removeFolder(folder);
            }
            whenGone.run();
            return kept;
        }
    }

    /** Refuses a folder that holds other models, or data of another program. */
    void requireAlone(Path folder, String name) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.anyMatch(LibraryScan::isRepo)) { // an old model has the folder of a namespace
                throw LibraryException.inUse(
                        name, "other-models", "The folder of " + name + " holds other models. Delete those first.");
            }
        }
        Optional<Path> store = ForeignFolders.storeWithin(folder, layout.root().equals(folder.getParent()));
        if (store.isPresent()) {
            throw LibraryException.inUse(
                    name,
                    "foreign",
                    "The folder of " + name + " holds data of another program, in \""
                            + UntrustedText.name(folder.relativize(store.get()).toString())
                            + "\". Move that elsewhere or delete it by hand first.");
        }
    }

    /** Whatever is not listed is not deleted, also by those who know its name. */
    private void refuseForeign(Path place, String name) {
        ForeignFolders.around(layout.root(), place).ifPresent(kind -> {
            throw LibraryException.foreign(
                    "Nothing was deleted: \"" + UntrustedText.name(name) + "\" " + kind.words() + ".");
        });
    }

    private void removeFolder(Path folder) throws IOException {
        trash.add(folder);
        layout.rootFolder().deleteEmpty(folder.getParent(), layout.root());
    }

    /** By the label that is shown; else by what its files would be called without the others. */
    private static List<LibraryVariant> matching(LibraryModel model, String label) {
        List<LibraryVariant> shown = model.variants().stream()
                .filter(variant -> variant.label().equalsIgnoreCase(label))
                .toList();
        if (!shown.isEmpty()) {
            return shown;
        }
        Set<Set<LibraryFile>> called = new HashSet<>();
        variants(model).called(label).forEach(variant -> called.add(Set.copyOf(variant.files())));
        return model.variants().stream()
                .filter(variant -> called.contains(Set.copyOf(variant.files())))
                .toList();
    }

    /** Parts of a pipeline that another precision of it needs as well stay for that one. */
    private static Set<String> ownPaths(LibraryModel model, LibraryVariant variant) {
        Set<LibraryFile> own = new LinkedHashSet<>(variant.files());
        model.variants().stream()
                .filter(other -> !other.label().equals(variant.label()))
                .forEach(other -> other.files().forEach(own::remove));
        return own.stream().map(LibraryFile::path).collect(Collectors.toSet());
    }

    private static Variants<LibraryFile> variants(LibraryModel model) {
        RepoId repo = model.repo();
        RepoType type = repo == null ? RepoType.MODEL : repo.type();
        return Variants.of(type, model.files(), LibraryFile::path, LibraryFile::sizeBytes);
    }

    /** Files of the variant of which there may be partial data only. */
    private Set<String> partialPaths(RepoId repo, LibraryModel model, String label) throws IOException {
        Set<String> paths = new TreeSet<>();
        if (model.unfinished().files().isEmpty()) {
            return paths;
        }
        for (RepoTree tree : new TreeStore(layout).all(repo)) {
            Variants.of(tree, WeightFacts.NONE).variants().stream()
                    .filter(variant -> variant.label().equalsIgnoreCase(label))
                    .flatMap(variant -> variant.files().stream())
                    .filter(file -> SafePath.objection(file.path()).isEmpty())
                    .forEach(file -> paths.add(file.path()));
        }
        paths.retainAll(writer.withPartials(repo, paths));
        return paths;
    }

    private Path checkedPath(String given) {
        try {
            Path path = Path.of(given);
            boolean within = path.isAbsolute()
                    && path.equals(path.normalize())
                    && path.startsWith(layout.root())
                    && !path.equals(layout.root());
            if (within) {
                return layout.existing(layout.root().relativize(path));
            }
        } catch (InvalidPathException | LibraryException e) {
            throw LibraryException.invalidPath(e);
        }
        throw LibraryException.invalidPath(null);
    }
}
