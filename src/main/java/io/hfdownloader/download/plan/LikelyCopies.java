package io.hfdownloader.download.plan;

import java.util.Comparator;
import java.util.List;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.library.StoredCopy;
import io.hfdownloader.transfer.LocalCopy;

/** Which files that are here may have parts in common with one that is to come. */
public final class LikelyCopies {

    private static final int MAX_COPIES = 4;

    private LikelyCopies() {}

    /** The older version of the same file, then the files of which most can be had. */
    public static List<LocalCopy> of(List<StoredCopy> here, RepoFile file) {
        return here.stream()
                .sorted(Comparator.comparing((StoredCopy copy) -> !copy.name().equals(file.path()))
                        .thenComparing(
                                Comparator.comparingLong(StoredCopy::sizeBytes).reversed()))
                .limit(MAX_COPIES)
                .map(copy -> new LocalCopy(copy.path(), copy.xetHash(), copy.sizeBytes()))
                .toList();
    }
}
