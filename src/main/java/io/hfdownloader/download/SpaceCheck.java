package io.hfdownloader.download;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.progress.Meter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Is there room on the disk, also for what is promised to other downloads? */
@ApplicationScoped
class SpaceCheck {

    /** Range journals and records need room, too. */
    private static final long RESERVE_BYTES = 32L << 20;

    /** What a disk is given to write that says it has room: enough to be worth going on for. */
    private static final long MAX_PROBE_BYTES = 8L << 20;

    private static final long MIN_PROBE_BYTES = 64L << 10;

    private final ModelLibrary library;

    SpaceCheck(ModelLibrary library) {
        this.library = library;
    }

    /**
     * Room on the disk for a download beside all that is at work and queued, in bytes.
     *
     * @param freeBytes what is free now
     * @param promisedBytes what others are still going to write
     * @param missingBytes what is missing for this one; 0 when it fits
     */
    record AvailableSpace(long freeBytes, long promisedBytes, long missingBytes) {}

    /**
     * What there is for a download that nobody has asked for yet.
     *
     * @param promised bytes that others are still going to write, asked for when the disk has told what is free
     */
    Uni<AvailableSpace> availableFor(Plan plan, LongSupplier promised) {
        return free().map(free -> {
            long others = promised.getAsLong();
            return new AvailableSpace(free, others, missing(plan.bytesToFetch(), free, others));
        });
    }

    /** Fails with a sentence when a download does not fit beside what is promised to others. */
    Uni<Void> require(Plan plan, LongSupplier promised) {
        return free().invoke(free -> require(plan, free, promised.getAsLong())).replaceWithVoid();
    }

    /**
     * Whether a download that ran out of space may try again. A quota, or a disk without room for further files, shows in no
     * figure; so where the figure says yes, the disk is given something to write.
     */
    Uni<Boolean> hasSpaceFor(RepoId repo, Meter meter, LongSupplier promised) {
        return onWorker(() -> {
                    long left = meter.snapshot().bytes().left();
                    return left + RESERVE_BYTES <= freeBytes() - promised.getAsLong()
                            && library.takesBytes(repo, Math.min(left + MIN_PROBE_BYTES, MAX_PROBE_BYTES));
                })
                .onFailure()
                .recoverWithItem(false);
    }

    /** Why the models directory cannot be used now; empty when it is there. */
    Uni<Optional<DiskException>> absence() {
        return onWorker(library::absence);
    }

    /** Whether the models directory is there again, and the disk of this repo's folder. */
    Uni<Boolean> isBack(RepoId repo) {
        return onWorker(() -> library.isReachable(repo));
    }

    private Uni<Long> free() {
        return onWorker(this::freeBytes);
    }

    /** Blocks. */
    private long freeBytes() {
        try {
            return library.space().freeBytes();
        } catch (IOException failure) {
            throw DiskException.of("The models folder cannot be looked at", failure);
        }
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static void require(Plan plan, long free, long promised) {
        long needed = plan.bytesToFetch();
        long missing = missing(needed, free, promised);
        if (missing == 0) {
            return;
        }
        String others = promised == 0 ? "" : ", " + text(promised) + " are promised to other downloads";
        throw new DownloadException(
                DownloadException.Kind.NO_SPACE,
                plan.tree().repo().id() + " needs " + text(needed) + " more on the disk; " + text(free) + " are free"
                        + others + ", and " + text(RESERVE_BYTES) + " are kept in reserve, so " + text(missing)
                        + " are missing. Delete something or choose a smaller variant.");
    }

    private static long missing(long needed, long free, long promised) {
        long available = Math.max(0, free - promised);
        return needed == 0 ? 0 : Math.max(0, needed + RESERVE_BYTES - available);
    }

    /** Bytes for a sentence, in the units that disks are sold in. */
    private static String text(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
