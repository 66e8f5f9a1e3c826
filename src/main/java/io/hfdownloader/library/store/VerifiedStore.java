package io.hfdownloader.library.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.VerifiedFiles;

/** The verified files of each repo in use. */
public final class VerifiedStore {

    private static final int MAX_REPOS_KEPT = 32;

    private final RepoLayout layout;
    private final Map<RepoId, VerifiedFiles> repos = new ConcurrentHashMap<>();

    /** How often something was learnt of those that are in memory no more. */
    private final Map<RepoId, Long> earlierRevisions = new ConcurrentHashMap<>();

    public VerifiedStore(RepoLayout layout) {
        this.layout = layout;
    }

    /** Blocks when they are not in memory. */
    public VerifiedFiles of(RepoId repo) {
        return repos.computeIfAbsent(repo, key -> VerifiedFiles.load(layout.rootFolder(), layout.verifiedFile(key)));
    }

    /** The same, to be looked at: what is read for it is not kept. Blocks. */
    public VerifiedFiles look(RepoId repo) {
        VerifiedFiles known = repos.get(repo);
        return known == null ? VerifiedFiles.load(layout.rootFolder(), layout.verifiedFile(repo)) : known;
    }

    /** Is another one when more is known of a repo's files, and never again the same in this process. From memory. */
    public long revision(RepoId repo) {
        VerifiedFiles known = repos.get(repo);
        return earlierRevisions.getOrDefault(repo, 0L) + (known == null ? 0 : known.revision());
    }

    /** Forgets repos that are gone. Blocks briefly. */
    public void forgetMissing() {
        repos.entrySet().removeIf(known -> {
            boolean gone = !isThere(known.getKey());
            if (gone) {
                earlierRevisions.merge(known.getKey(), known.getValue().revision() + 1, Long::sum);
            }
            return gone;
        });
    }

    /** Saves what was learnt. Blocks. */
    public void flush() throws IOException {
        if (repos.values().stream().anyMatch(VerifiedFiles::isChanged)) {
            layout.makeFolder(layout.verifiedFolder());
        }
        for (VerifiedFiles files : repos.values()) {
            files.flush();
        }
        if (repos.size() > MAX_REPOS_KEPT) { // what is added in this very moment is hashed again, no more
            repos.forEach((repo, files) -> earlierRevisions.merge(repo, files.revision() + 1, Long::sum));
            repos.clear();
        }
    }

    private boolean isThere(RepoId repo) {
        try {
            return Files.isDirectory(layout.repoFolder(repo));
        } catch (LibraryException e) {
            return false;
        }
    }
}
