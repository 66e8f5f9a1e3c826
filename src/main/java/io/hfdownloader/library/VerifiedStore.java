package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.VerifiedFiles;

/** The verified files of each repo in use. */
final class VerifiedStore {

    private static final int MAX_REPOS_KEPT = 32;

    private final RepoLayout layout;
    private final Map<RepoId, VerifiedFiles> repos = new ConcurrentHashMap<>();

    VerifiedStore(RepoLayout layout) {
        this.layout = layout;
    }

    /** Blocks when they are not in memory. */
    VerifiedFiles of(RepoId repo) {
        return repos.computeIfAbsent(repo, key -> VerifiedFiles.load(layout.rootFolder(), layout.verifiedFile(key)));
    }

    /** Forgets repos that are gone. Blocks briefly. */
    void forgetMissing() {
        repos.keySet().removeIf(repo -> !isThere(repo));
    }

    /** Blocks. */
    void flush() throws IOException {
        if (repos.values().stream().anyMatch(VerifiedFiles::isChanged)) {
            layout.makeFolder(layout.verifiedFolder());
        }
        for (VerifiedFiles files : repos.values()) {
            files.flush();
        }
        if (repos.size() > MAX_REPOS_KEPT) { // what is added in this very moment is hashed again, no more
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
