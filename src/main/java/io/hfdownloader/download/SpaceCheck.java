package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.text.ByteText;
import io.smallrye.mutiny.Uni;

/**
 * Is there room on the disk where the bytes go, also for what is promised to other downloads there? A folder in the models
 * directory may be a disk of its own.
 */
@ApplicationScoped
class SpaceCheck {

    /** Range journals and records need room, too. */
    private static final long RESERVE_BYTES = 32L << 20;

    /** What a disk is given to write that says it has room: enough to be worth going on for. */
    private static final long MAX_PROBE_BYTES = 8L << 20;

    private static final long MIN_PROBE_BYTES = 64L << 10;

    /** A busy disk takes its time; one that is away is told sooner, by its marker. */
    private static final Duration MAX_LOOK = Duration.ofSeconds(20);

    /** So long a slow one takes for what it is given to write. */
    private static final Duration MAX_PROBE = Duration.ofSeconds(60);

    private final ModelLibrary library;

    SpaceCheck(ModelLibrary library) {
        this.library = library;
    }

    /** What downloads are still going to write; asked when the disk has told what is free. */
    @FunctionalInterface
    interface Promises {
        /** Bytes of the downloads of such repos. */
        long bytes(Predicate<RepoId> repos);
    }

    /**
     * Room on one disk for a download beside all that is at work and queued, in bytes.
     *
     * @param volume the disk, of several the one with the least room for it
     * @param freeBytes what is free now
     * @param promisedBytes what others are still going to write there
     * @param neededBytes what this one is going to write there
     */
    record AvailableSpace(Volume volume, long freeBytes, long promisedBytes, long neededBytes) {

        /** What is missing for this one; 0 when it fits. */
        long missingBytes() {
            return neededBytes == 0 ? 0 : Math.max(0, neededBytes + RESERVE_BYTES - availableBytes());
        }

        private long availableBytes() {
            return Math.max(0, freeBytes - promisedBytes);
        }
    }

    /** What there is for a download that nobody has asked for yet. */
    Uni<AvailableSpace> availableFor(Plan plan, Promises promises) {
        return look(() -> tightest(plan, promises));
    }

    /** Fails with a sentence when a download does not fit beside what is promised to others. */
    Uni<Void> require(Plan plan, Promises promises) {
        return availableFor(plan, promises)
                .invoke(available -> require(plan, available))
                .replaceWithVoid();
    }

    /**
     * Whether a download that ran out of space may try again. A quota, or a disk without room for further files, shows in no
     * figure; so where the figure says yes, the disk is given something to write.
     */
    Uni<Boolean> hasSpaceFor(RepoId repo, Meter meter, Promises promises) {
        return library.disk()
                .look(
                        () -> {
                            long left = meter.snapshot().bytes().left();
                            AvailableSpace available = available(new Volumes().of(repo), left, promises);
                            return left + RESERVE_BYTES <= available.freeBytes() - available.promisedBytes()
                                    && library.disk()
                                            .takesBytes(repo, Math.min(left + MIN_PROBE_BYTES, MAX_PROBE_BYTES));
                        },
                        MAX_PROBE)
                .onFailure()
                .recoverWithItem(false);
    }

    /** Why the models directory cannot be used now; empty when it is there. */
    Uni<Optional<DiskException>> absence() {
        return look(library.disk()::absence)
                .onFailure(DiskException.class)
                .recoverWithItem(silent -> Optional.of((DiskException) silent));
    }

    /** Whether the models directory is there again, and the disk of this repo's folder. */
    Uni<Boolean> isBack(RepoId repo) {
        return look(() -> library.disk().isReachable(repo));
    }

    /** Blocks. */
    private AvailableSpace tightest(Plan plan, Promises promises) {
        Volumes volumes = new Volumes();
        RepoId repo = plan.tree().repo();
        Volume own = volumes.of(repo);
        Map<Volume, Long> needed = new LinkedHashMap<>();
        needed.put(own, plan.bytesToFetch()); // all bytes gather beside the repo's folder
        boolean isNew = !Files.exists(library.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        for (PlanItem item : isNew ? List.<PlanItem>of() : plan.items()) { // what is not there has no disk in it
            Volume target = volumes.ofFile(repo, item.file().path());
            if (!target.equals(own) && item.missingBytes() > 0) {
                needed.merge(target, item.file().sizeBytes(), Long::sum);
            }
        }
        return needed.entrySet().stream()
                .map(disk -> available(disk.getKey(), disk.getValue(), promises))
                .max(Comparator.comparingLong(AvailableSpace::missingBytes)
                        .thenComparing(available -> available.volume().equals(own)))
                .orElseThrow();
    }

    /** Blocks. */
    private AvailableSpace available(Volume volume, long needed, Promises promises) {
        try {
            long free = volume.freeBytes();
            Volumes volumes = new Volumes();
            return new AvailableSpace(volume, free, promises.bytes(repo -> volumes.isOn(volume, repo)), needed);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /** Each folder's disk is looked up once in a check. */
    private final class Volumes {

        private final Map<Path, Volume> byFolder = new HashMap<>();

        /** That of a repo's folder. Blocks. */
        Volume of(RepoId repo) {
            return lookUp(library.layout().downloadFolder(repo));
        }

        /** Whether a repo's folder is there; taken for so where it cannot be told. Blocks. */
        boolean isOn(Volume volume, RepoId repo) {
            try {
                return of(repo).equals(volume);
            } catch (ProblemException untold) {
                return true;
            }
        }

        /** That of the place of one file. Blocks. */
        Volume ofFile(RepoId repo, String path) {
            return lookUp(library.layout().file(repo, path).resolveSibling(".").normalize());
        }

        private Volume lookUp(Path folder) {
            Volume known = byFolder.get(folder);
            if (known != null) {
                return known;
            }
            try {
                Path parent = folder.getParent();
                Volume found = parent == null || Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                        ? Volume.of(folder)
                        : lookUp(parent); // asked once for all that is missing in it
                byFolder.put(folder, found);
                return found;
            } catch (IOException failure) {
                throw unreadable(failure);
            }
        }
    }

    private static DiskException unreadable(IOException failure) {
        return DiskException.of("The models folder cannot be looked at", failure);
    }

    private <T> Uni<T> look(Callable<T> work) {
        return library.disk().look(work, MAX_LOOK);
    }

    private void require(Plan plan, AvailableSpace available) {
        long missing = available.missingBytes();
        if (missing == 0) {
            return;
        }
        String others = available.promisedBytes() == 0
                ? ""
                : ", " + ByteText.of(available.promisedBytes()) + " are promised to other downloads";
        throw new DownloadException(
                DownloadException.Kind.NO_SPACE,
                plan.tree().repo().id() + " needs " + ByteText.of(available.neededBytes()) + " more on the disk"
                        + where(available.volume()) + "; " + ByteText.of(available.freeBytes()) + " are free" + others
                        + ", and "
                        + ByteText.of(RESERVE_BYTES) + " are kept in reserve, so " + ByteText.of(missing)
                        + " are missing. Delete something or choose a smaller variant.",
                Parameters.of("repo", plan.tree().repo().id())
                        .and("neededBytes", available.neededBytes())
                        .and("freeBytes", available.freeBytes())
                        .and("missingBytes", missing)
                        .and("reason", "needed"));
    }

    /** Which disk it is, where that is not the one of the models directory. */
    private String where(Volume volume) {
        Path root = library.layout().root();
        try {
            return Volume.of(root).equals(volume) ? "" : " of " + root.relativize(volume.folder());
        } catch (IOException unknown) {
            return "";
        }
    }
}
