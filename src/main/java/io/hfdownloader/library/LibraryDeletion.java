package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;

/** Deletes models, variants and files, never while somebody works on them. Blocks throughout. */
final class LibraryDeletion {

    private final RepoLayout layout;
    private final RepoWriter writer;
    private final RepoLeases leases;
    private final Trash trash;
    private final Consumer<RepoId> deleted;

    /** @param deleted told when the folder of a repo is gone and nobody can have begun a new one */
    LibraryDeletion(RepoLayout layout, RepoWriter writer, RepoLeases leases, Trash trash, Consumer<RepoId> deleted) {
        this.deleted = deleted;
        this.layout = layout;
        this.writer = writer;
        this.leases = leases;
        this.trash = trash;
    }

    /** @param isListed whether it is one of the models that are shown, as a namespace is not */
    void deleteRepo(RepoId repo, boolean isListed) throws IOException {
        Path folder = layout.repoFolder(repo);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw LibraryException.notFound(repo.folder() + " is not in the library.");
        }
        refuseForeign(folder, repo.folder());
        if (!isListed) {
            throw LibraryException.notFound(repo.folder() + " is not in the library.");
        }
        deleteFolder(folder, repo.folder(), () -> deleted.accept(repo));
        layout.rootFolder().delete(layout.verifiedFile(repo));
    }

    /** Deletes one variant of a model; with its last file goes the folder. */
    void deleteVariant(RepoId repo, LibraryModel model, String label) throws IOException {
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
            deleteFiles(repo, model, paths);
        }
    }

    /** Deletes the model, or the file of one, that has this absolute path. */
    void deletePath(String given, List<LibraryModel> models) throws IOException {
        Path path = checkedPath(given);
        refuseForeign(path, given);
        Optional<LibraryModel> model = models.stream()
                .filter(candidate ->
                        candidate.folder().equals(path) && !candidate.folder().equals(layout.root()))
                .findFirst();
        if (model.isPresent()) {
            deleteModel(model.get());
            return;
        }
        for (LibraryModel owner : models) {
            Optional<LibraryFile> file = owner.files().stream()
                    .filter(candidate -> candidate.absolutePath().equals(path))
                    .findFirst();
            if (file.isPresent()) {
                deleteFile(owner, file.get());
                return;
            }
        }
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw LibraryException.notFound("Nothing is at " + UntrustedText.name(given) + ".");
        }
        throw LibraryException.invalidPath(null);
    }

    private void deleteModel(LibraryModel model) throws IOException {
        if (model.repo() != null) {
            deleteRepo(model.repo(), model.wholeFolder());
        } else if (model.wholeFolder()) {
            deleteFolder(model.folder(), model.name(), () -> {});
        } else { // stray files in a folder that holds other models
            throw LibraryException.invalidPath(null);
        }
    }

    private void deleteFile(LibraryModel model, LibraryFile file) throws IOException {
        try (RepoLease lease = leases.takeExclusive(file.absolutePath(), model.name())) {
            if (model.repo() != null) {
                deleteFiles(model.repo(), model, Set.of(file.path()));
            } else {
                layout.rootFolder().delete(file.absolutePath());
                layout.rootFolder().deleteEmpty(file.absolutePath().getParent(), layout.root());
            }
        }
    }

    private void deleteFiles(RepoId repo, LibraryModel model, Set<String> paths) throws IOException {
        writer.remove(repo, paths);
        boolean partialLeft = RepoContents.of(
                        layout.rootFolder(), model.folder(), inside -> ForeignFolders.isIn(model.folder(), inside))
                .holdsPartialData();
        if (!partialLeft && holdsMetadataOnly(model.folder())) {
            removeFolder(model.folder());
            deleted.accept(repo);
            layout.rootFolder().delete(layout.verifiedFile(repo));
        }
    }

    /** Looked up, not taken from the list: a file may have come since, and not all that is there is listed. */
    private static boolean holdsMetadataOnly(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> entry.endsWith(".cache"));
        }
    }

    private void deleteFolder(Path folder, String name, Runnable whenGone) throws IOException {
        try (RepoLease lease = leases.takeExclusive(folder, name)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.anyMatch(LibraryScan::isRepo)) { // an old model has the folder of a namespace
                    throw LibraryException.inUse(
                            name, "other-models", "The folder of " + name + " holds other models. Delete those first.");
                }
            }
            Optional<Path> store =
                    ForeignFolders.storeWithin(folder, layout.root().equals(folder.getParent()));
            if (store.isPresent()) {
                throw LibraryException.inUse(
                        name,
                        "foreign",
                        "The folder of " + name + " holds data of another program, in \""
                                + UntrustedText.name(
                                        folder.relativize(store.get()).toString())
                                + "\". Move that elsewhere or delete it by hand first.");
            }
            removeFolder(folder);
            whenGone.run();
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
