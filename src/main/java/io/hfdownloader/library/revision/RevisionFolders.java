package io.hfdownloader.library.revision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.FolderCommits;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Which revision of a repo is in which folder. The first one goes to the folder of the repo, another one to a folder beside
 * it, unless it is the same commit; so no download overwrites what was asked for by another name. For any thread.
 */
@ApplicationScoped
public class RevisionFolders {

    private final ModelLibrary library;
    private final TrackedRevisions tracked;
    private final FolderCommits commits;
    private final Provenances provenances;
    private final FolderChoice choice;

    /** Once for each download that puts its files in the places of others just now. */
    private final List<RepoId> replacing = new ArrayList<>();

    public RevisionFolders(ModelLibrary library, TrackedRevisions tracked) {
        this.library = library;
        this.tracked = tracked;
        this.commits = new FolderCommits(library);
        this.provenances = new Provenances(library, tracked, commits);
        this.choice = new FolderChoice(library, tracked, commits, provenances);
    }

    /**
     * The commits of the files in a folder of which nothing tells yet to which revision they belong: no record of ours does, or
     * there are several. Blocks.
     *
     * @param wanted one that needs no explanation; null for none
     */
    public Set<String> unexplained(RepoId folder, @Nullable String wanted) throws IOException {
        return provenances.unexplained(folder, wanted);
    }

    /**
     * Remembers of which revisions the files of a folder are; on the disk when the next one {@link #claim}s it.
     *
     * @param owners the revision of each commit
     */
    public synchronized void explain(RepoId folder, Set<String> here, Map<String, String> owners) {
        provenances.explain(folder, here, owners);
    }

    /** Whether files of several commits are in a folder, and nothing tells of which revisions they are. */
    public boolean isMixture(LibraryModel model) {
        return provenances.isMixture(model);
    }

    /** The revisions that a folder holds, the one that an update follows first; {@code main} where nothing is known. */
    public List<String> revisionsIn(RepoId folder) {
        return provenances.of(folder).revisions();
    }

    /** Where a revision is, or would go. Blocks briefly. */
    public RepoId folderFor(RepoId repo, String revision, String commit) {
        return choice.folderFor(repo, revision, commit);
    }

    /** Where a revision goes that cannot go where another one is. Blocks briefly. */
    public RepoId folderBeside(RepoId repo, String revision) {
        return choice.folderBeside(repo, revision);
    }

    /**
     * Makes a folder that of the revision before its first file is written, or lets the revision share it. False when it
     * holds another one by now, which must not be overwritten. Blocks.
     */
    public synchronized boolean claim(RepoTree tree, String revision) throws IOException {
        RepoId folder = tree.repo();
        if (choice.isAnothers(folder)) {
            return false;
        }
        provenances.record(folder);
        Set<String> here = commits.newestIn(folder);
        Provenance provenance = provenances.of(folder);
        boolean own = provenance.first().equals(revision);
        boolean same = here.contains(tree.commit());
        if (here.isEmpty() || own && provenance.isOnly(revision)) {
            tracked.claim(folder, revision);
        } else if (!own && same && !replacing.contains(folder) && replacesNothing(tree)) {
            tracked.share(folder, revision);
        } else if (!own || !same || replacesAnotherCommit(tree)) {
            return false;
        }
        library.saveTree(tree); // from now on there is something in it
        return true;
    }

    /**
     * Whether files may take the places of those in their folder. False when another revision shares it since it was claimed, and
     * one of these came from the Hub with another commit. Until {@link #replaced}, no other revision comes to share it.
     * Blocks.
     */
    public synchronized boolean beginReplacing(RepoTree tree, String revision, List<RepoFile> files) {
        RepoId folder = tree.repo();
        Provenance provenance = provenances.of(folder);
        boolean alone = provenance.first().equals(revision) && provenance.isOnly(revision);
        if (!alone && files.stream().anyMatch(file -> commits.isOfAnother(tree, file))) {
            return false;
        }
        replacing.add(folder);
        return true;
    }

    /** Each call of {@link #beginReplacing} that said yes has one of these. */
    public synchronized void replaced(RepoId folder) {
        replacing.remove(folder);
    }

    private boolean replacesAnotherCommit(RepoTree tree) throws IOException {
        for (RepoFile file : tree.files()) {
            if (commits.isReplaced(tree, file) && commits.isOfAnother(tree, file)) {
                return true;
            }
        }
        return false;
    }

    /** What an update that was given up has left belongs to another commit than the newest of its files. */
    private boolean replacesNothing(RepoTree tree) throws IOException {
        for (RepoFile file : tree.files()) {
            if (commits.isReplaced(tree, file)) {
                return false;
            }
        }
        return true;
    }
}
