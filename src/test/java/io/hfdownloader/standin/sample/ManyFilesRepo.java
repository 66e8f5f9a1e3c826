package io.hfdownloader.standin.sample;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;

/** A repo with many small files in folders of a hundred. */
final class ManyFilesRepo {

    private static final int PER_FOLDER = 100;
    private static final int EACH_NTH_IN_LFS = 10;

    private ManyFilesRepo() {}

    /** @param largest bytes of the largest file; sizes are spread between one byte and this */
    static RepoBuilder folders(String id, int count, int largest) {
        return StandInRepo.model(id).edit(commitDraft -> {
            for (int i = 0; i < count; i++) {
                String path = String.format("part-%03d/file-%05d.dat", i / PER_FOLDER, i);
                long size = 1 + Math.floorMod(i * 7919L, (long) largest);
                commitDraft.file(path, Content.generated(i, size), i % EACH_NTH_IN_LFS == 0);
            }
        });
    }
}
