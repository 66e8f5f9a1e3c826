package io.hfdownloader.library.integrity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.metadata.VerifiedFiles;
import org.jspecify.annotations.Nullable;

/** Compares the files of a model with the hashes that were noted of them; the Hub is not asked. For any thread; all blocks. */
@ApplicationScoped
public class ModelIntegrity {

    private static final String METADATA_SUFFIX = ".metadata";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String NO_BLOB = "0".repeat(40);
    private static final int MAX_DEPTH = 64;
    private static final int MAX_MISSING = 100_000;

    private final ModelLibrary library;

    public ModelIntegrity(ModelLibrary library) {
        this.library = library;
    }

    /**
     * The files of a model: all that are here, and those that came from the Hub and are here no more.
     *
     * @throws LibraryException when there is no such model
     */
    public List<ExpectedFile> files(RepoId repo) throws IOException {
        LibraryModel model = library.scan().stream()
                .filter(candidate -> repo.equals(candidate.repo()))
                .findFirst()
                .orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
        Map<String, Map<String, RepoFile>> trees = new HashMap<>();
        List<ExpectedFile> files = new ArrayList<>();
        Set<String> here = new HashSet<>();
        for (LibraryFile file : model.files()) {
            here.add(file.path());
            files.add(expected(model, file, trees));
        }
        for (String path : noted(library.layout().downloadFolder(repo))) {
            if (here.add(path)) {
                missing(repo, path, trees).ifPresent(files::add);
            }
        }
        return files;
    }

    /** Whether a file was found damaged, as far as that was looked into, or is not here. No content is read. */
    public Finding known(RepoId repo, ExpectedFile file) throws IOException {
        if (!file.here()) {
            return Finding.MISSING;
        }
        RepoFile content = file.content();
        if (content == null) {
            return Finding.UNKNOWN;
        }
        return library.files().isDamaged(repo, content) ? Finding.DAMAGED : Finding.VERIFIED;
    }

    /** When the content of a file was read last, and what came of it; empty when it has changed since. */
    public Optional<Finding> foundSince(RepoId repo, ExpectedFile file, Instant since) {
        try {
            return library.files()
                    .verdict(repo, file.path())
                    .filter(verdict -> isSince(verdict, since))
                    .map(verdict -> verdict.damaged() ? Finding.DAMAGED : Finding.VERIFIED);
        } catch (LibraryException | IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean isSince(VerifiedFiles.Verdict verdict, Instant since) {
        Instant at = verdict.verifiedAt();
        return at != null && !at.isBefore(since);
    }

    /**
     * Reads a file to its end, compares, and records what came of it.
     *
     * @param read told now and then how many bytes from the start have been read
     * @throws java.util.concurrent.CancellationException when cancelled
     */
    public Finding check(RepoId repo, ExpectedFile file, BooleanSupplier cancelled, LongConsumer read)
            throws IOException {
        RepoFile content = file.content();
        String commit = file.commit();
        if (content == null || commit == null) {
            return Finding.UNKNOWN;
        }
        try {
            return check(repo, content, commit, cancelled, read);
        } catch (NoSuchFileException gone) {
            return Finding.MISSING;
        } catch (LibraryException refused) {
            return refused.kind() == LibraryException.Kind.IN_USE && isGone(repo, content.path())
                    ? Finding.MISSING
                    : Finding.UNKNOWN;
        }
    }

    /** One that is moved to another directory is not missing. */
    private boolean isGone(RepoId repo, String path) {
        return Files.notExists(library.layout().file(repo, path), LinkOption.NOFOLLOW_LINKS);
    }

    private Finding check(RepoId repo, RepoFile content, String commit, BooleanSupplier cancelled, LongConsumer read)
            throws IOException {
        Path place = library.layout().file(repo, content.path());
        BasicFileAttributes before = attributes(place);
        if (!before.isRegularFile()) {
            return Finding.UNKNOWN;
        }
        boolean untouched = library.files().isUntouched(repo, content.path(), content.etag());
        try {
            if (verify(repo, content, commit, cancelled, read)) {
                return Finding.VERIFIED;
            }
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException refused) {
            library.layout().of(repo).requireRoot();
            if (!untouched || isReadable(place, content, cancelled)) {
                throw refused;
            }
        }
        BasicFileAttributes after = attributes(place);
        boolean sameAsBefore =
                before.size() == after.size() && before.lastModifiedTime().equals(after.lastModifiedTime());
        if (!sameAsBefore) { // replaced while it was read
            Optional<VerifiedFiles.Verdict> now = library.files().verdict(repo, content.path());
            if (now.isPresent()) { // by an update, which has verified it
                return now.get().damaged() ? Finding.DAMAGED : Finding.VERIFIED;
            }
            return verify(repo, content, commit, cancelled, read) ? Finding.VERIFIED : Finding.CHANGED;
        }
        return untouched && library.files().recordDamage(repo, content.path(), content.etag(), before)
                ? Finding.DAMAGED
                : Finding.CHANGED;
    }

    /** A sector that is lost is damage as well, and keeps no other file from being read. */
    private static boolean isReadable(Path place, RepoFile content, BooleanSupplier cancelled) {
        try {
            boolean same = ContentHash.matches(place, content.etag(), cancelled, hashed -> {});
            return true;
        } catch (IOException lost) {
            return false;
        }
    }

    /** What is recorded must not make a deleted folder anew. */
    private boolean verify(RepoId repo, RepoFile content, String commit, BooleanSupplier cancelled, LongConsumer read)
            throws IOException {
        return library.files().verify(repo, content, commit, cancelled, read, () -> library.lease(repo));
    }

    // --- what is known of files --------------------------------------------------------------------------------

    private ExpectedFile expected(LibraryModel model, LibraryFile file, Map<String, Map<String, RepoFile>> trees) {
        RepoId repo = model.repo();
        if (repo == null) {
            return unknown(file);
        }
        FileMetadata noted = metadata(repo, file.path());
        if (noted != null) {
            RepoFile listed = tree(repo, noted.commit(), trees).get(file.path());
            RepoFile content = listed != null && listed.etag().equals(noted.etag())
                    ? listed
                    : content(file.path(), file.sizeBytes(), noted.etag());
            return content == null
                    ? unknown(file)
                    : new ExpectedFile(file.path(), noted.commit(), content, file.sizeBytes(), true);
        }
        String commit = model.commit();
        RepoFile listed = commit == null ? null : tree(repo, commit, trees).get(file.path());
        return listed == null ? unknown(file) : new ExpectedFile(file.path(), commit, listed, file.sizeBytes(), true);
    }

    private Optional<ExpectedFile> missing(RepoId repo, String path, Map<String, Map<String, RepoFile>> trees) {
        FileMetadata noted = metadata(repo, path);
        if (noted == null || !RepoLayout.isCommit(noted.commit())) {
            return Optional.empty();
        }
        RepoFile listed = tree(repo, noted.commit(), trees).get(path);
        RepoFile content = listed != null ? listed : content(path, 0, noted.etag());
        return content == null
                ? Optional.empty()
                : Optional.of(new ExpectedFile(path, noted.commit(), content, content.sizeBytes(), false));
    }

    private static ExpectedFile unknown(LibraryFile file) {
        return new ExpectedFile(file.path(), null, null, file.sizeBytes(), true);
    }

    /** Null where no hash can be meant. */
    private static @Nullable RepoFile content(String path, long sizeBytes, String etag) {
        return HASH.matcher(etag).matches()
                ? new RepoFile(path, sizeBytes, etag, ContentHash.isSha256(etag) ? NO_BLOB : etag, null)
                : null;
    }

    private @Nullable FileMetadata metadata(RepoId repo, String path) {
        try {
            return FileMetadata.read(library.layout().metadata(repo, path)).orElse(null);
        } catch (LibraryException unsafe) {
            return null;
        }
    }

    private Map<String, RepoFile> tree(RepoId repo, String commit, Map<String, Map<String, RepoFile>> trees) {
        return trees.computeIfAbsent(commit, key -> {
            Map<String, RepoFile> files = new HashMap<>();
            Optional<RepoTree> kept = RepoLayout.isCommit(key) ? library.tree(repo, key) : Optional.empty();
            kept.ifPresent(tree -> tree.files().forEach(file -> files.put(file.path(), file)));
            return files;
        });
    }

    /** Paths of all files of which there is metadata. */
    private static List<String> noted(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, MAX_DEPTH)) {
            return found.map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> path.endsWith(METADATA_SUFFIX))
                    .map(path -> path.substring(0, path.length() - METADATA_SUFFIX.length()))
                    .sorted()
                    .limit(MAX_MISSING)
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
