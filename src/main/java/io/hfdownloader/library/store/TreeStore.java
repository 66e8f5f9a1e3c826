package io.hfdownloader.library.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.TreeFile;

/** The trees kept in a repo folder, one for each commit in use. Blocks throughout. */
public final class TreeStore {

    private static final int MAX_TREES_READ = 8;
    private static final String SUFFIX = ".json";

    private final RepoLayout layout;

    public TreeStore(RepoLayout layout) {
        this.layout = layout;
    }

    /** Keeps one in place of what was kept. Blocks. */
    public void save(RepoTree tree) throws IOException {
        layout.prepare(tree.repo());
        layout.makeFolder(layout.treesFolder(tree.repo()));
        TreeFile.write(layout.rootFolder(), layout.treeFile(tree.repo(), tree.commit()), tree);
    }

    /** Blocks. */
    public void remove(RepoId repo, String commit) throws IOException {
        layout.rootFolder().delete(layout.treeFile(repo, commit));
    }

    /** That of a commit. Blocks. */
    public Optional<RepoTree> read(RepoId repo, String commit) {
        return TreeFile.read(layout.treeFile(repo, commit), repo, commit);
    }

    /** Those of a repo, of which a few are read. Blocks. */
    public List<RepoTree> all(RepoId repo) {
        return commits(repo).stream()
                .limit(MAX_TREES_READ)
                .flatMap(commit -> read(repo, commit).stream())
                .toList();
    }

    /** Removes those of other commits. Blocks. */
    public void removeAllBut(RepoId repo, Set<String> kept) throws IOException {
        for (String other : commits(repo)) {
            if (!kept.contains(other)) {
                layout.rootFolder().delete(layout.treeFile(repo, other));
            }
        }
    }

    private List<String> commits(RepoId repo) {
        List<String> commits = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.treesFolder(repo), "*" + SUFFIX)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                String commit = name.substring(0, name.length() - SUFFIX.length());
                if (RepoLayout.isCommit(commit)) {
                    commits.add(commit);
                }
            }
        } catch (IOException e) {
            return List.of(); // there is none
        }
        return commits;
    }
}
