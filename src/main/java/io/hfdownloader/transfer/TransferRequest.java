package io.hfdownloader.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import org.jspecify.annotations.Nullable;

/**
 * One file to be brought here.
 *
 * @param repo the repo under its canonical name
 * @param commit 40 hex digits
 * @param file path, size and etag as listed at that commit
 * @param root in which both of these are
 * @param partial where the bytes are gathered; bound to the file's etag by its name
 * @param ranges the sidecar that names the ranges which are safely in the partial file
 * @param copies files on this disk that may have parts in common with it, the likeliest first
 * @param blockSums where the sums of its blocks are kept when it is here; null for nowhere
 * @param patch whether but little of it is missing, so that single ranges are wanted rather than parts of a storage's making
 */
public record TransferRequest(
        RepoId repo,
        String commit,
        RepoFile file,
        RootFolder root,
        Path partial,
        Path ranges,
        List<LocalCopy> copies,
        @Nullable Path blockSums,
        boolean patch) {

    public TransferRequest {
        copies = List.copyOf(copies);
    }

    /** One of which no sums are kept. */
    public TransferRequest(
            RepoId repo,
            String commit,
            RepoFile file,
            RootFolder root,
            Path partial,
            Path ranges,
            List<LocalCopy> copies) {
        this(repo, commit, file, root, partial, ranges, copies, null, false);
    }

    /** One that nothing on this disk is known to have parts in common with, in a folder that nobody exchanges for a link. */
    public TransferRequest(RepoId repo, String commit, RepoFile file, Path partial, Path ranges) {
        this(repo, commit, file, RootFolder.of(partial.resolveSibling("")), partial, ranges, List.of());
    }

    /**
     * A file of a tree, without copies.
     *
     * @param root in which all is
     * @param partial tells where a file's bytes are gathered
     * @param ranges tells where its sidecar is
     */
    public static TransferRequest of(
            RepoTree tree,
            RepoFile file,
            RootFolder root,
            BiFunction<RepoId, RepoFile, Path> partial,
            BiFunction<RepoId, RepoFile, Path> ranges) {
        RepoId repo = tree.repo();
        return new TransferRequest(
                repo, tree.commit(), file, root, partial.apply(repo, file), ranges.apply(repo, file), List.of());
    }

    /** How users know the file: its path below the models directory. */
    public String name() {
        return repo.type().filePrefix() + repo.id() + "/" + file.path();
    }

    /** The same, with files on this disk that may have parts in common with it. */
    public TransferRequest withCopies(List<LocalCopy> likeliestFirst) {
        return new TransferRequest(repo, commit, file, root, partial, ranges, likeliestFirst, blockSums, patch);
    }

    /** The same, with a place for the sums of its blocks. */
    public TransferRequest keepingBlockSums(Path place) {
        return new TransferRequest(repo, commit, file, root, partial, ranges, copies, place, patch);
    }

    /** The same, of which but little is missing. */
    public TransferRequest asPatch() {
        return new TransferRequest(repo, commit, file, root, partial, ranges, copies, blockSums, true);
    }
}
