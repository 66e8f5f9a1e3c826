package io.hfdownloader.standin.xet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.ReferenceFixtures;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.XetHash;
import io.hfdownloader.standin.xet.store.XetStore;
import io.hfdownloader.standin.xet.store.XorbLimits;

/** Which files of the repos are in content-addressed storage; a repo is put there when it is first asked for. */
final class XetFileIndex implements AutoCloseable {

    private final XetStore store;
    private final Map<String, XetFile> filesBySha256 = new ConcurrentHashMap<>();
    private final Map<XetHash, Set<String>> owners = new ConcurrentHashMap<>();

    XetFileIndex(XorbLimits limits) {
        store = new XetStore(limits);
    }

    XetStore store() {
        return store;
    }

    /** From now on contents that are those of the fixtures are put together from the reference's own xorbs. */
    synchronized void use(ReferenceFixtures referenceFixtures) {
        for (ReferenceFixtures.Fixture fixture : referenceFixtures.files()) {
            store.add(fixture.file());
            filesBySha256.put(Content.of(fixture.content()).sha256(), fixture.file());
        }
    }

    /** Blocks, a few seconds per gigabyte at first. How to put the file together, if it is in the storage. */
    synchronized Optional<XetFile> of(StandInRepo repo, StandInFile file) {
        if (!repo.isOnXet(file)) {
            return Optional.empty();
        }
        if (!filesBySha256.containsKey(file.content().sha256())) {
            repo.commits().forEach(commit -> upload(repo, commit));
        }
        XetFile found = filesBySha256.get(file.content().sha256());
        owners.computeIfAbsent(found.hash(), ignored -> new CopyOnWriteArraySet<>())
                .add(repo.id() + "/" + file.path());
        return Optional.of(found);
    }

    /** {@code id/path} of all files of this hash that somebody has been told of. */
    Set<String> owners(XetHash hash) {
        return owners.getOrDefault(hash, Set.of());
    }

    @Override
    public void close() {
        store.close();
    }

    private void upload(StandInRepo repo, Commit commit) {
        Map<String, Content> missing = new LinkedHashMap<>();
        for (StandInFile file : commit.files()) {
            if (repo.isOnXet(file) && !filesBySha256.containsKey(file.content().sha256())) {
                missing.put(file.content().sha256(), file.content());
            }
        }
        List<XetFile> uploaded = store.add(new ArrayList<>(missing.values()));
        int i = 0;
        for (String sha256 : missing.keySet()) {
            filesBySha256.put(sha256, uploaded.get(i++));
        }
    }
}
