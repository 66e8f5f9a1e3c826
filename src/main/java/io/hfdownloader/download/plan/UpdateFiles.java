package io.hfdownloader.download.plan;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.catalog.HeldVariants;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.problem.Parameters;
import org.jspecify.annotations.Nullable;

/** Which files an update is about: what is on the disk, the variants of it as they are now, and their companions. */
public final class UpdateFiles {

    private final ModelLibrary library;
    private final RevisionFolders folders;
    private final WritableFiles writable;

    public UpdateFiles(ModelLibrary library, RevisionFolders folders, WritableFiles writable) {
        this.library = library;
        this.folders = folders;
        this.writable = writable;
    }

    /**
     * What an update of all that is here is about.
     *
     * @param from the commit that was here before, or null where it is not known
     */
    public record Update(List<RepoFile> files, @Nullable String from) {
        public Update {
            files = List.copyOf(files);
        }
    }

    /**
     * Refuses what is not here. Blocks.
     *
     * @param from the commit that was here before the update, if it has begun: its first file in place makes the model one of
     *     the new commit
     */
    public Update of(Offer offer, @Nullable String from) {
        RepoId repo = offer.tree().repo();
        LibraryModel model = modelOf(repo)
                .orElseThrow(() -> new PlanException(
                        PlanException.Kind.NOT_IN_LIBRARY,
                        repo.folder() + " is not on this machine, so there is nothing to update. Download it first.",
                        Parameters.of("reason", "no-update")));
        String before = from == null ? commitOf(model) : from;
        return new Update(files(model, before, offer), before);
    }

    /**
     * The commit that an update of some files finds here, or null. Blocks.
     *
     * @param from as for all of them
     */
    public @Nullable String commitBefore(RepoId folder, @Nullable String from) {
        return from != null ? from : modelOf(folder).map(this::commitOf).orElse(null);
    }

    private List<RepoFile> files(LibraryModel model, @Nullable String from, Offer offer) {
        RepoTree tree = offer.tree();
        if (model.variants().isEmpty() && !offer.variants().isEmpty()) {
            throw new PlanException(
                    PlanException.Kind.NOT_IN_LIBRARY,
                    "None of the weights of " + tree.repo().id()
                            + " are on this machine, so there is nothing to update. Download it, or resume its"
                            + " download.",
                    Parameters.of("reason", "no-weights"));
        }
        Set<String> wanted =
                model.files().stream().map(LibraryFile::path).collect(Collectors.toCollection(HashSet::new));
        Optional<RepoTree> before = Optional.ofNullable(from).flatMap(commit -> library.tree(tree.repo(), commit));
        if (before.isPresent() && hadAll(before.get(), wanted)) {
            return tree.files();
        }
        wanted.addAll(HeldVariants.pathsIn(tree, offer.facts(), model));
        return tree.files().stream()
                .filter(file -> wanted.contains(file.path()))
                .toList();
    }

    /** All that can be here. */
    private boolean hadAll(RepoTree before, Set<String> here) {
        Set<String> missing = before.files().stream()
                .map(RepoFile::path)
                .filter(path -> !here.contains(path))
                .collect(Collectors.toSet());
        return missing.isEmpty()
                || writable.objections(before, before.files()).keySet().containsAll(missing);
    }

    /** Of two commits in a folder the newer may be of another revision, whose weights have no successor in this one. */
    private @Nullable String commitOf(LibraryModel model) {
        return folders.isMixture(model) ? null : model.commit();
    }

    private Optional<LibraryModel> modelOf(RepoId repo) {
        try {
            return library.scan().stream()
                    .filter(model -> repo.equals(model.repo()))
                    .findFirst();
        } catch (IOException unreadable) {
            throw DiskException.of("The models folder cannot be looked at", unreadable);
        }
    }
}
