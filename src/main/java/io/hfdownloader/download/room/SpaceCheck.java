package io.hfdownloader.download.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.smallrye.mutiny.Uni;

/**
 * Is there room on the disk where the bytes go, also for what is promised to other downloads there? A folder in the models
 * directory may be a disk of its own.
 */
@ApplicationScoped
public class SpaceCheck {

    /** What a disk is given to write that says it has room: enough to be worth going on for. */
    private static final long MAX_PROBE_BYTES = 8L << 20;

    private static final long MIN_PROBE_BYTES = 64L << 10;

    /** A busy disk takes its time; one that is away is told sooner, by its marker. */
    private static final Duration MAX_LOOK = Duration.ofSeconds(20);

    /** Very many or very large files take a while to remove. */
    private static final Duration MAX_FREEING = Duration.ofMinutes(10);

    /** So long a slow one takes for what it is given to write. */
    private static final Duration MAX_PROBE = Duration.ofSeconds(60);

    private final ModelLibrary library;
    private final KeepFree keepFree;

    public SpaceCheck(ModelLibrary library, KeepFree keepFree) {
        this.library = library;
        this.keepFree = keepFree;
    }

    /** What downloads are still going to write; asked when the disk has told what is free. */
    @FunctionalInterface
    public interface Promises {
        /** Bytes of the downloads of such repos. */
        long bytes(Predicate<RepoId> repos);
    }

    /** What there is for a download of these files. */
    public Uni<Room> roomFor(RepoId repo, List<PlanItem> items, Promises promises) {
        return roomFor(repo, items, false, promises);
    }

    /** @param oneByOne whether each takes the place of the old one before the next comes */
    public Uni<Room> roomFor(RepoId repo, List<PlanItem> items, boolean oneByOne, Promises promises) {
        return look(repo, () -> tightest(repo, items, oneByOne, promises));
    }

    /** Fails with a {@link NoRoomException} when a download does not fit beside what is promised to others. */
    public Uni<Void> require(RepoId repo, List<PlanItem> items, Promises promises) {
        return require(repo, items, false, promises);
    }

    /** @param oneByOne as in {@link #roomFor(RepoId, List, boolean, Promises)} */
    public Uni<Void> require(RepoId repo, List<PlanItem> items, boolean oneByOne, Promises promises) {
        return roomFor(repo, items, oneByOne, promises)
                .invoke(SpaceCheck::require)
                .chain(this::haveBinGiveWay);
    }

    /** How it is now for a download for which there was no room before. */
    public Uni<Room> again(Room before, Promises promises) {
        return library.look(before.volume().folder(), MAX_LOOK, () -> {
            try {
                Volume volume = Volume.of(before.volume().folder()); // another disk may be mounted there since
                return room(before.repo(), volume, before.neededBytes(), promises);
            } catch (IOException failure) {
                throw Volumes.unreadable(failure);
            }
        });
    }

    /**
     * Whether a download that ran out of space may try again. A quota, or a disk without room for further files, shows in no
     * figure; so where the figure says yes, the disk is given something to write.
     *
     * @param left bytes that it has still to write before any of its own go
     */
    public Uni<Boolean> hasSpaceFor(RepoId repo, LongSupplier left, Promises promises) {
        return look(repo, () -> {
                    Volume volume = new Volumes(library.layout()).of(repo);
                    return room(repo.id(), volume, left.getAsLong(), promises);
                })
                .chain(room -> room.neededBytes() + room.keptBytes() <= room.freeBytes() - room.promisedBytes()
                        ? haveBinGiveWay(room).chain(() -> takesBytes(repo, room.neededBytes()))
                        : Uni.createFrom().item(false))
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> takesBytes(RepoId repo, long left) {
        return library.look(
                repo,
                MAX_PROBE,
                () -> library.disk(repo).takesBytes(repo, Math.min(left + MIN_PROBE_BYTES, MAX_PROBE_BYTES)));
    }

    /** Why the directory that a repo is in cannot be used now; empty when it is there. */
    public Uni<Optional<DiskException>> absence(RepoId repo) {
        return look(repo, () -> library.disk(repo).absence())
                .onFailure(DiskException.class)
                .recoverWithItem(silent -> Optional.of((DiskException) silent));
    }

    /** Whether the models directory is there again, and the disk of this repo's folder. */
    public Uni<Boolean> isBack(RepoId repo) {
        return look(repo, () -> library.disk(repo).isReachable(repo));
    }

    /** Blocks. */
    private Room tightest(RepoId repo, List<PlanItem> items, boolean oneByOne, Promises promises) {
        Volumes volumes = new Volumes(library.layout());
        Volume own = volumes.of(repo);
        Map<Volume, Long> needed = new LinkedHashMap<>();
        long toFetch = oneByOne
                ? mostAtOnce(repo, items)
                : items.stream().mapToLong(PlanItem::missingBytes).sum();
        needed.put(own, toFetch); // all bytes gather beside the repo's folder
        boolean isNew = !Files.exists(library.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        for (PlanItem item : isNew ? List.<PlanItem>of() : items) { // what is not there has no disk in it
            Volume target = volumes.ofFile(repo, item.file().path());
            if (!target.equals(own) && item.missingBytes() > 0) {
                needed.merge(target, item.file().sizeBytes(), Long::sum);
            }
        }
        return needed.entrySet().stream()
                .map(disk -> room(repo.id(), disk.getKey(), disk.getValue(), promises))
                .max(Comparator.comparingLong(Room::missingBytes)
                        .thenComparing(room -> room.volume().equals(own)))
                .orElseThrow();
    }

    /** What the files of which each takes the place of the old one need at the worst moment, in this order. Blocks. */
    private long mostAtOnce(RepoId repo, List<PlanItem> items) {
        long now = 0;
        long most = 0;
        for (PlanItem item : items) {
            if (item.missingBytes() > 0) {
                now += item.missingBytes();
                most = Math.max(most, now);
                now -= givenBack(library.layout().file(repo, item.file().path()));
            }
        }
        return most;
    }

    /** Of a file that has another name, as in a view, nothing comes back. Blocks. */
    private static long givenBack(Path old) {
        try {
            Map<String, Object> seen =
                    Files.readAttributes(old, "unix:size,nlink,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            boolean own = Boolean.TRUE.equals(seen.get("isRegularFile"))
                    && Integer.valueOf(1).equals(seen.get("nlink"));
            return own && seen.get("size") instanceof Long size ? size : 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
            return 0;
        }
    }

    /** Blocks. */
    private Room room(String repo, Volume volume, long needed, Promises promises) {
        try {
            long free = volume.freeBytes() + library.bin().bytes(volume);
            long total = volume.totalBytes();
            Volumes volumes = new Volumes(library.layout());
            return new Room(
                    repo,
                    volume,
                    volumes.name(volume),
                    total,
                    free,
                    promises.bytes(other -> volumes.isOn(volume, other)),
                    keepFree.bytes(total),
                    needed);
        } catch (IOException failure) {
            throw Volumes.unreadable(failure);
        }
    }

    /** What was counted on of the bin becomes free before it is needed; whoever looks at the disk does not wait for that. */
    private Uni<Void> haveBinGiveWay(Room room) {
        return room.neededBytes() == 0 || library.bin().bytes() == 0
                ? Uni.createFrom().voidItem()
                : library.free(room.volume().folder(), MAX_FREEING, () -> {
                            long wanted = room.promisedBytes() + room.neededBytes() + room.keptBytes();
                            return library.bin()
                                    .giveWay(
                                            room.volume(),
                                            wanted - room.volume().freeBytes());
                        })
                        .replaceWithVoid();
    }

    private <T> Uni<T> look(RepoId repo, Callable<T> work) {
        return library.look(repo, MAX_LOOK, work);
    }

    private static void require(Room room) {
        if (room.missingBytes() > 0) {
            throw new NoRoomException(room);
        }
    }
}
