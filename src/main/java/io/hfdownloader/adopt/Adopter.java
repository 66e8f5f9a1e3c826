package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

import io.hfdownloader.adopt.shape.FoundFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.FileClones;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives files that were found their places in the library. Each is linked there first, and its old name goes when the new one and
 * all that is noted of it are on the disk; so a kill at any moment loses nothing, and the next run goes on. All methods block.
 */
final class Adopter {

    private static final Logger LOG = Logger.getLogger(Adopter.class);

    private final ModelLibrary library;
    private final SearchPlaces places;
    private final RememberedSums sums;
    private final HubLookup hub;
    private final LongUnaryOperator keptFree;
    private final Progress progress;

    /** @param keptFree how many bytes of a disk of that size nothing is to fill */
    Adopter(
            ModelLibrary library,
            SearchPlaces places,
            RememberedSums sums,
            HubLookup hub,
            LongUnaryOperator keptFree,
            Progress progress) {
        this.keptFree = keptFree;
        this.library = library;
        this.places = places;
        this.sums = sums;
        this.hub = hub;
        this.progress = progress;
    }

    /** All of them, one after the other; one that cannot be adopted does not keep others from it. */
    AdoptOutcome adopt(List<Finding> found, List<Choice> choices) throws IOException {
        List<AdoptOutcome.Adopted> adopted = new ArrayList<>();
        List<String> left = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        progress.total(found.stream().mapToLong(one -> one.model().bytes()).sum());
        RuntimeException first = null;
        for (int i = 0; i < Math.min(found.size(), choices.size()); i++) {
            Finding finding = found.get(i);
            if (progress.isStopped()) {
                throw new CancellationException("The adoption was stopped");
            }
            if (choices.get(i).how() == How.LEAVE) {
                left.add(finding.model().path());
                progress.done(finding.model().bytes());
                continue;
            }
            try {
                adopted.add(adopt(finding, choices.get(i)));
            } catch (ProblemException refusal) {
                first = first == null ? refusal : first;
                refused.add(finding.model().path() + ": " + refusal.detail());
            } catch (IOException disk) {
                DiskException told = DiskException.of(
                        "\"" + UntrustedText.name(finding.model().name()) + "\" cannot be adopted", disk);
                first = first == null ? told : first;
                refused.add(finding.model().path() + ": " + told.detail());
            }
        }
        if (first != null && adopted.isEmpty() && left.isEmpty()) {
            throw first;
        }
        return new AdoptOutcome(adopted, left, refused);
    }

    private AdoptOutcome.Adopted adopt(Finding finding, Choice choice) throws IOException {
        RootFolder root = places.root(finding.root()).orElseThrow(() -> AdoptException.outside(finding.root()));
        RepoId repo = repo(finding, choice);
        RepoTree tree = tree(finding, choice, repo);
        List<FoundFile> files = asTheyAre(root, finding.files(), new KnownFiles(library.freshModels()));
        Assignment proved = Assignment.byContent(tree, files, file -> content(root, file));
        List<RepoFile> before = alreadyHere(tree, finding);
        Set<String> here = before.stream().map(RepoFile::path).collect(Collectors.toCollection(HashSet::new));
        boolean isUntouched = files.size() == finding.files().size(); // by an earlier run
        if (proved.isEmpty() && (before.isEmpty() || isUntouched)) {
            throw AdoptException.unproved(finding.model().name(), repo.id());
        }
        comeBeside(root, tree.repo());
        long arriving = proved.files().values().stream()
                .filter(file -> !here.contains(file.path()))
                .mapToLong(RepoFile::sizeBytes)
                .sum();
        requireRoom(root, tree.repo(), arriving, choice.how());
        try (RepoLease alone = library.leaseToAdopt(tree.repo())) {
            refuseOtherCommit(tree);
            library.completeSwap(tree.repo());
            library.layout().prepare(tree.repo());
            library.saveTree(tree);
            for (RepoFile file : before) {
                library.files().confirm(tree.repo(), file, tree.commit());
            }
            Map<Path, FoundFile> left = new LinkedHashMap<>();
            for (Map.Entry<FoundFile, RepoFile> file : proved.files().entrySet()) {
                if (progress.isStopped()) {
                    library.flushAfterJob(tree.repo());
                    throw new CancellationException("The adoption was stopped");
                }
                place(root, file.getKey(), tree, file.getValue(), choice.how())
                        .ifPresent(source -> left.put(source, file.getKey()));
                here.add(file.getValue().path());
                progress.done(file.getKey().sizeBytes());
            }
            library.flushAfterJob(tree.repo());
            removeSources(root, left); // from here on the new names last
            tidy(root, finding, left.keySet());
        }
        MissingFiles missing = MissingFiles.of(tree, here);
        boolean fetches = choice.fetchMissing() == null ? !missing.complete() : choice.fetchMissing();
        return new AdoptOutcome.Adopted(
                tree.repo(),
                tree.commit(),
                here.size(),
                tree.files().stream()
                        .filter(file -> here.contains(file.path()))
                        .mapToLong(RepoFile::sizeBytes)
                        .sum(),
                fetches ? missing.files().stream().map(RepoFile::path).toList() : List.of());
    }

    /** A directory for models on the disk of what was found: files have no second name on another one. Blocks briefly. */
    static Optional<ModelLibrary.Root> rootBeside(ModelLibrary library, RootFolder found) {
        try {
            FileStore disk = Files.getFileStore(found.path());
            for (ModelLibrary.Root root : library.roots()) {
                if (!root.away() && Files.getFileStore(root.path()).equals(disk)) {
                    return Optional.of(root);
                }
            }
            return Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private void comeBeside(RootFolder found, RepoId repo) {
        try {
            rootBeside(library, found).ifPresent(root -> library.choose(repo, root.name()));
        } catch (IllegalArgumentException elsewhere) {
            LOG.debugf("What is adopted goes where the rest is: %s", elsewhere.getMessage());
        }
    }

    private boolean isOnAnotherDisk(RootFolder found, RepoId repo) throws IOException {
        return !Files.getFileStore(found.path())
                .equals(Files.getFileStore(folderOf(repo).path()));
    }

    /** As a download it needs room, beside what is to stay free. */
    private void requireRoom(RootFolder found, RepoId repo, long bytes, How how) throws IOException {
        if ((how != How.MOVE && how != How.COPY) || !isOnAnotherDisk(found, repo)) {
            return;
        }
        if (!library.bin().makeRoom(Volume.of(folderOf(repo).path()), bytes, keptFree)) {
            throw new IOException("No space left on device");
        }
    }

    /** The directory that a repo is in. */
    private RootFolder folderOf(RepoId repo) {
        return library.layout().of(repo).rootFolder();
    }

    private static RepoId repo(Finding finding, Choice choice) {
        String repo = choice.repo();
        if (repo != null) {
            int slash = repo.indexOf('/');
            Optional<RepoType> type = RepoType.of(slash < 0 ? "" : repo.substring(0, slash));
            return type.isPresent() && repo.indexOf('/', slash + 1) > 0
                    ? RepoId.parse(type.get(), repo.substring(slash + 1))
                    : RepoId.model(repo);
        }
        String known = finding.model().repo();
        if (known == null) {
            throw AdoptException.noRepo(finding.model().name());
        }
        return RepoId.parse(RepoType.of(String.valueOf(finding.model().type())).orElse(RepoType.MODEL), known);
    }

    private RepoTree tree(Finding finding, Choice choice, RepoId repo) {
        String commit = choice.commit() != null
                ? choice.commit()
                : choice.repo() == null || repo.id().equals(finding.model().repo())
                        ? finding.model().commit()
                        : null;
        return (commit == null ? hub.head(repo) : hub.at(repo, commit))
                .orElseThrow(() -> AdoptException.unproved(finding.model().name(), repo.id()));
    }

    /** With what the disk says of them now; without those that are gone, or have become files of a model since they were found. */
    private static List<FoundFile> asTheyAre(RootFolder root, List<FoundFile> found, KnownFiles known) {
        List<FoundFile> files = new ArrayList<>();
        for (FoundFile file : found) {
            Path source = root.path().resolve(file.source());
            attributes(root, source)
                    .filter(now -> now.isRegularFile() && !known.contains(source))
                    .ifPresent(now -> files.add(file.as(now)));
        }
        return files;
    }

    private Optional<ContentSums> content(RootFolder root, FoundFile file) {
        try {
            return sums.of(root, file, progress::isStopped, read -> {});
        } catch (IOException unreadable) {
            return Optional.empty(); // of which nothing can be proved
        }
    }

    /** What an earlier run has given its place, when its source is gone. */
    private List<RepoFile> alreadyHere(RepoTree tree, Finding finding) throws IOException {
        Set<Long> sizes = new HashSet<>();
        finding.files().forEach(file -> sizes.add(file.sizeBytes()));
        List<RepoFile> here = new ArrayList<>();
        for (RepoFile file : tree.files()) {
            if (sizes.contains(file.sizeBytes()) && isHere(tree, file)) {
                here.add(file);
            }
        }
        return here;
    }

    /** Also one of which an earlier run did not get to note what it is. */
    private boolean isHere(RepoTree tree, RepoFile file) throws IOException {
        return switch (library.files().compare(tree.repo(), file)) {
            case SAME_VERIFIED -> true;
            case SAME_UNCHECKED -> library.files().verify(tree.repo(), file, progress::isStopped, read -> {});
            case MISSING, DIFFERENT -> false;
        };
    }

    private void refuseOtherCommit(RepoTree tree) throws IOException {
        Optional<String> held = library.scan().stream()
                .filter(model -> tree.repo().equals(model.repo()))
                .map(LibraryModel::commit)
                .filter(commit -> commit != null)
                .findFirst();
        if (held.isPresent() && !held.get().equals(tree.commit())) {
            throw AdoptException.otherCommit(tree.repo().id(), held.get(), tree.commit());
        }
    }

    /**
     * Gives one file its place.
     *
     * @return the old name, if it has to go
     */
    private Optional<Path> place(RootFolder root, FoundFile found, RepoTree tree, RepoFile file, How how)
            throws IOException {
        Path source = root.path().resolve(found.source());
        Path target = library.layout().file(tree.repo(), file.path());
        boolean isInPlace = isSameName(source, target);
        if (!isInPlace && Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isHere(tree, file)) {
            throw AdoptException.taken(file.path());
        }
        boolean isCopied =
                !isInPlace && !Files.exists(target, LinkOption.NOFOLLOW_LINKS) && isOnAnotherDisk(root, tree.repo());
        FileCopy copies = new FileCopy(root, folderOf(tree.repo()), progress);
        Optional<Path> copy = isCopied && (how == How.MOVE || how == How.COPY)
                ? Optional.of(copies.copy(source, library.layout().partialFile(tree.repo(), file), file))
                : Optional.empty();
        try {
            adopt(root, found, tree, file, how, isInPlace, copy);
        } finally {
            copy.ifPresent(copies::remove);
        }
        return how == How.MOVE && !isInPlace ? Optional.of(source) : Optional.empty();
    }

    private void adopt(
            RootFolder root,
            FoundFile found,
            RepoTree tree,
            RepoFile file,
            How how,
            boolean isInPlace,
            Optional<Path> copy)
            throws IOException {
        Path source = root.path().resolve(found.source());
        library.files().adopt(tree.repo(), file, tree.commit(), place -> {
            if (copy.isPresent()) {
                folderOf(tree.repo()).move(copy.get(), place);
            } else if (!isInPlace) {
                make(root, found, folderOf(tree.repo()), place, how);
            }
            Optional<BasicFileAttributes> now = attributes(root, source);
            // Its second name, or its new one, is the found file itself, whatever has taken its old name meanwhile.
            boolean isMoved = how == How.MOVE
                    && (now.isEmpty()
                            || !isInPlace
                                    && attributes(folderOf(tree.repo()), place)
                                            .filter(found::isSame)
                                            .isPresent());
            if (!isMoved && now.filter(found::isSame).isEmpty()) {
                if (!isInPlace) {
                    folderOf(tree.repo()).delete(place); // a second name, or a clone, of what it was not
                }
                throw AdoptException.changed(found.source());
            }
        });
    }

    private static void make(RootFolder root, FoundFile found, RootFolder to, Path place, How how) throws IOException {
        Path source = root.path().resolve(found.source());
        BasicFileAttributes now = root.attributes(source);
        if (!found.isSame(now)) {
            throw AdoptException.changed(found.source());
        }
        FileClones clones = new FileClones(to);
        try {
            if (how == How.REFLINK) {
                clones.reflink(place, source, now);
            } else {
                clones.hardLink(place, source, now);
            }
        } catch (UnsupportedOperationException | FileSystemException refused) {
            if (how != How.MOVE) {
                throw AdoptException.impossible(found.source(), how);
            }
            rename(root, source, to, place, found);
        }
    }

    /** Where the disk knows no second names. */
    private static void rename(RootFolder root, Path source, RootFolder there, Path place, FoundFile found)
            throws IOException {
        try (OpenFolder from = root.openParent(source);
                OpenFolder to = there.openParent(place)) {
            from.move(name(source), to, name(place));
        } catch (AtomicMoveNotSupportedException otherDisk) {
            throw AdoptException.impossible(found.source(), How.MOVE);
        }
    }

    /** One that somebody has written into meanwhile is another file, and stays. */
    private static void removeSources(RootFolder root, Map<Path, FoundFile> left) throws IOException {
        for (Map.Entry<Path, FoundFile> source : left.entrySet()) {
            if (attributes(root, source.getKey())
                    .filter(source.getValue()::isSame)
                    .isPresent()) {
                root.delete(source.getKey());
            }
        }
    }

    /** Also where upper and lower case are one, and two paths name one file: whoever removes the one removes the other. */
    private static boolean isSameName(Path source, Path target) throws IOException {
        if (source.equals(target)) {
            return true;
        }
        Path from = source.getParent();
        Path to = target.getParent();
        return from != null
                && to != null
                && name(source).toString().equalsIgnoreCase(name(target).toString())
                && Files.isDirectory(from)
                && Files.isDirectory(to)
                && Files.isSameFile(from, to);
    }

    /** Folders that are empty now, up to the one that was found. */
    private static void tidy(RootFolder root, Finding finding, Set<Path> left) throws IOException {
        Path place = root.path().resolve(finding.place());
        Path above = place.getParent();
        Path top = above == null || !above.startsWith(root.path()) ? root.path() : above;
        for (Path source : left) {
            root.deleteEmpty(source.getParent(), top);
        }
    }

    private static Optional<BasicFileAttributes> attributes(RootFolder root, Path file) {
        try {
            return Optional.of(root.attributes(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Path name(Path file) {
        @Nullable Path name = file.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("Every file has a name");
        }
        return name;
    }
}
