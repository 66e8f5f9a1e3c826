package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.BlockSums;
import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.sidecar.UnsyncedRanges;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.xet.BadXorbException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The disk's side of one transfer: takes bytes in, has them written in batches, follows with the hash and keeps the
 * sidecar. Lives on the transfer's event loop; workers do what blocks.
 */
public final class FileSink {

    private static final Logger LOG = Logger.getLogger(FileSink.class);

    public static final long PLAIN_BYTES = RangeJournal.PLAIN_BYTES;

    private static final long BATCH_BYTES = 256 << 10;

    /** Slow streams do not wait for a full batch: what is only in memory is lost with a killed server. */
    private static final long MAX_BATCH_NANOS = 4_000_000;

    private static final int MAX_WRITES_IN_FLIGHT = 2;
    private static final long MAX_HASH_STEP_BYTES = 8L << 20;
    private static final long CHECKPOINT_BYTES = 32L << 20;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(3);

    /** What a power failure may cost at most, and a kill where the system has no {@link UnsyncedRanges}. */
    private static final long MAX_UNSYNCED_BYTES = 56L << 20;

    private final TransferRequest request;
    private final TransferListener listener;
    private final DiskWorkers workers;
    private final Executor loop;
    private final Runnable advanced;
    private final Consumer<Throwable> failed;
    private final long size;

    private ByteRanges accepted = new ByteRanges();
    private ByteRanges written = new ByteRanges();
    private IncrementalHash hash;
    private @Nullable PartialFile partial;
    private long syncedBytes;
    private long lastCheckpointNanos;
    private int pendingJobs;
    private boolean hashing;
    private boolean checkpointing;
    private final List<Runnable> afterCheckpoint = new ArrayList<>();
    private boolean discarding;

    /**
     * @param advanced told when something is done: there may be room for more, or all is in
     * @param failed told when the disk refuses
     */
    public FileSink(
            TransferRequest request,
            TransferListener listener,
            DiskWorkers workers,
            Executor loop,
            Runnable advanced,
            Consumer<Throwable> failed) {
        this.request = request;
        this.listener = listener;
        this.workers = workers;
        this.loop = loop;
        this.advanced = advanced;
        this.failed = failed;
        this.size = request.file().sizeBytes();
        this.hash = new IncrementalHash(request.file());
    }

    /** Opens the partial file and finds what is in it from before. */
    public void open() {
        submit(() -> PartialFile.open(request), opened -> {
            partial = opened.file();
            accepted = ByteRanges.of(opened.onDisk());
            written = ByteRanges.of(opened.onDisk());
            syncedBytes = written.total();
            lastCheckpointNanos = System.nanoTime();
            listener.foundOnDisk(written.total());
        });
    }

    /**
     * Takes bytes that stand at {@code start}. Some may be here already, when a server sends the whole file: those are
     * passed over.
     *
     * @return how many were new
     */
    public long accept(WriteBatch batch, Buffer bytes, long start, long end, long nowNanos) {
        long taken = 0;
        ByteRange gap = accepted.firstGap(start, end);
        while (gap.length() > 0) {
            if (!batch.continuesAt(gap.start())) {
                write(batch);
            }
            batch.add(gap.start(), bytes.slice((int) (gap.start() - start), (int) (gap.end() - start)));
            accepted.add(gap);
            taken += gap.length();
            gap = accepted.firstGap(gap.end(), end);
        }
        if (batch.sizeBytes() >= BATCH_BYTES || isJournalled() && batch.nanosSinceWrite(nowNanos) > MAX_BATCH_NANOS) {
            write(batch);
        }
        return taken;
    }

    /** Has what was gathered written, however little it is. */
    public void write(WriteBatch batch) {
        PartialFile file = partial;
        if (file == null || batch.sizeBytes() == 0) {
            return;
        }
        ByteRange range = batch.range();
        List<Buffer> buffers = batch.take();
        batch.writeStarted(System.nanoTime());
        IncrementalHash incrementalHash = hash;
        boolean hashes = !hashing && incrementalHash.hashedBytes() == range.start(); // needs no reading back then
        hashing |= hashes;
        submit(
                () -> {
                    file.write(range.start(), buffers);
                    if (hashes) {
                        incrementalHash.update(buffers, range.end());
                    }
                    return range;
                },
                done -> {
                    batch.writeStopped();
                    if (hashes) {
                        hashing = false;
                        listener.hashed(done.end());
                    }
                    markWritten(List.of(done));
                    checkpointWhenDue(CHECKPOINT_BYTES);
                });
    }

    /**
     * Has a worker put bytes in their places that it must unpack first. The item arrives on the loop when they are there.
     * Fails with a {@link BadXorbException} when the bytes cannot be unpacked; what came before them counts all the same.
     *
     * @param batch counts the write
     * @param places all that is written lies in them
     * @param taken told how many bytes of the file are new, also when nobody waits for the item any more
     */
    public Uni<Void> unpack(WriteBatch batch, ByteRanges places, Consumer<ChunkWriter> work, LongConsumer taken) {
        PartialFile file = Objects.requireNonNull(partial);
        return Uni.createFrom().emitter(emitter -> {
            batch.writeStarted(System.nanoTime());
            ByteRanges present = accepted.intersect(places);
            submit(() -> ChunkWriter.write(file, present, work), done -> {
                batch.writeStopped();
                taken.accept(markPresent(done.ranges()));
                checkpointWhenDue(CHECKPOINT_BYTES);
                BadXorbException failure = done.failure();
                if (failure == null) {
                    emitter.complete(null);
                } else {
                    emitter.fail(failure);
                }
            });
        });
    }

    /**
     * Has a worker copy bytes that are on this disk. The item tells how many are new here.
     *
     * @param place all that is written lies in it
     */
    public Uni<Long> copy(ByteRange place, Consumer<ChunkWriter> work) {
        PartialFile file = Objects.requireNonNull(partial);
        return Uni.createFrom().emitter(emitter -> {
            ByteRanges present = accepted.intersect(ByteRanges.of(List.of(place)));
            submit(() -> ChunkWriter.write(file, present, work), done -> {
                long taken = markPresent(done.ranges());
                listener.copied(taken);
                checkpointWhenDue(CHECKPOINT_BYTES);
                whenSynced(() -> emitter.complete(taken));
            });
        });
    }

    /** Has something found out that takes a while, on a thread apart from those that write and hash. */
    public <T> Uni<T> runSerially(Supplier<T> work) {
        return workers.runSerially(work, loop);
    }

    private long markPresent(List<ByteRange> ranges) {
        long before = accepted.total();
        ranges.forEach(accepted::add);
        markWritten(ranges);
        return accepted.total() - before;
    }

    /** Two may have written the same place: what was hashed is not what stands there then, and is hashed once more. */
    private void markWritten(List<ByteRange> ranges) {
        long before = written.total();
        ranges.forEach(written::add);
        boolean overwritten = written.total() - before
                < ranges.stream().mapToLong(ByteRange::length).sum();
        if (overwritten
                && ranges.stream().anyMatch(range -> range.start() < hash.hashedBytes() + MAX_HASH_STEP_BYTES)) {
            hash = new IncrementalHash(request.file());
            listener.hashed(0);
        }
    }

    /** False while the connection of this batch has to wait for the disk. */
    public boolean hasRoomFor(WriteBatch batch) {
        return batch.writesInFlight() < MAX_WRITES_IN_FLIGHT && (!isJournalled() || unsynced() < MAX_UNSYNCED_BYTES);
    }

    /** Lets the hash follow as far as the bytes are there without a gap. */
    public void advanceHash() {
        PartialFile file = partial;
        long end = Math.min(written.contiguousEnd(hash.hashedBytes()), hash.hashedBytes() + MAX_HASH_STEP_BYTES);
        if (hashing || file == null || end == hash.hashedBytes()) {
            return;
        }
        hashing = true;
        IncrementalHash incrementalHash = hash;
        submit(() -> incrementalHash.catchUp(file, end), done -> {
            hashing = false;
            listener.hashed(done);
        });
    }

    /** Names in the sidecar what has been on the disk for a while, even if it is not much. */
    public void tick(long nowNanos) {
        if (nowNanos - lastCheckpointNanos > CHECKPOINT_INTERVAL.toNanos()) {
            checkpointWhenDue(1);
        }
    }

    /** Bytes that are here or being written. */
    public ByteRanges accepted() {
        return accepted;
    }

    /** True when bytes can be taken in. */
    public boolean isOpen() {
        return partial != null && !discarding;
    }

    /** True when all bytes are on the disk. */
    public boolean isComplete() {
        return partial != null && written.total() == size;
    }

    /** True when all bytes have gone through the hash as well, and nothing is at work. */
    public boolean isHashed() {
        return isComplete() && hash.hashedBytes() == size && isIdle();
    }

    /** True when no worker is busy for this transfer. */
    public boolean isIdle() {
        return pendingJobs == 0;
    }

    /** To be asked once, when {@link #isHashed()}. */
    public boolean hashMatches() {
        return hash.matches();
    }

    /** False when it was stopped before anything was known of the partial file. */
    public boolean wasOpened() {
        return partial != null;
    }

    /** Bytes that a later run can go on from. */
    public long bytesKept() {
        PartialFile file = partial;
        return file != null && file.hasLostWrites() ? syncedBytes : written.total();
    }

    /** Drops all bytes: they were proved wrong. */
    public void restart() {
        PartialFile file = Objects.requireNonNull(partial);
        hash = new IncrementalHash(request.file());
        accepted.clear();
        written.clear();
        syncedBytes = 0;
        discarding = true;
        listener.foundOnDisk(0);
        listener.hashed(0);
        submit(
                () -> {
                    file.discard();
                    return true;
                },
                done -> discarding = false);
    }

    /** Trusts nothing of what is here; it stays on the disk, to be proved or to be compared with what comes once more. */
    public void distrust() {
        hash = new IncrementalHash(request.file());
        accepted.clear();
        written.clear();
        syncedBytes = 0;
        listener.hashed(0);
    }

    /** Has a worker prove bytes that are on the disk; they count as here then. The item tells whether they were proved. */
    public Uni<Boolean> verify(Predicate<PartialFile> proof, ByteRange range) {
        PartialFile file = Objects.requireNonNull(partial);
        return Uni.createFrom()
                .emitter(emitter -> submit(() -> proof.test(file), proved -> {
                    if (proved) {
                        accepted.add(range);
                        written.add(range);
                        checkpointWhenDue(CHECKPOINT_BYTES);
                    }
                    emitter.complete(proved);
                }));
    }

    /** Closes the partial file; then hears of it, with the failure if the disk refused. */
    public void close(Ending ending, Consumer<@Nullable Throwable> then) {
        PartialFile file = partial;
        if (file == null) {
            then.accept(null);
            return;
        }
        // of small files too, so that a pause keeps what is counted
        List<ByteRange> safe = unsynced() > 0 ? written.toList() : List.of();
        IncrementalHash whole = hash;
        var subscription = workers.run(
                        () -> {
                            file.close(ending, safe);
                            if (ending == Ending.WHOLE) {
                                whole.blockSums().ifPresent(sums -> keep(request, sums));
                            }
                            return true;
                        },
                        loop)
                .subscribe()
                .with(done -> then.accept(null), then::accept);
    }

    /** Blocks. They only spare bytes, should the file be damaged one day. */
    private static void keep(TransferRequest request, BlockSums sums) {
        Path place = request.blockSums();
        if (place == null) {
            return;
        }
        try {
            List<Path> made = request.root().makeFolder(Objects.requireNonNull(place.getParent()));
            try (OpenFolder folder = request.root().openParent(place)) {
                AtomicFile.writeUnforced(folder, Objects.requireNonNull(place.getFileName()), sums.toBytes());
            }
        } catch (IOException refused) {
            LOG.debugf(refused, "The sums of %s are not kept", request.name());
        }
    }

    private boolean isJournalled() {
        return size > PLAIN_BYTES;
    }

    /** Goes on at once, or as soon as no more bytes are at risk than may be. */
    private void whenSynced(Runnable then) {
        if (isJournalled() && checkpointing && unsynced() >= MAX_UNSYNCED_BYTES) {
            afterCheckpoint.add(then);
        } else {
            then.run();
        }
    }

    private long unsynced() {
        return written.total() - syncedBytes;
    }

    private void checkpointWhenDue(long fromBytes) {
        PartialFile file = partial;
        if (file == null || !isJournalled() || checkpointing || unsynced() < fromBytes) {
            return;
        }
        checkpointing = true;
        lastCheckpointNanos = System.nanoTime();
        List<ByteRange> safe = written.toList();
        long total = written.total();
        submit(
                () -> {
                    file.checkpoint(safe);
                    return total;
                },
                synced -> {
                    checkpointing = false;
                    syncedBytes = synced;
                    List<Runnable> waiting = List.copyOf(afterCheckpoint);
                    afterCheckpoint.clear();
                    waiting.forEach(Runnable::run);
                });
    }

    private <T> void submit(Supplier<T> work, Consumer<T> then) {
        pendingJobs++;
        var subscription = workers.run(work, loop)
                .subscribe()
                .with(
                        item -> {
                            pendingJobs--;
                            try {
                                then.accept(item);
                            } catch (RuntimeException fault) {
                                failed.accept(fault);
                                return;
                            }
                            advanced.run();
                        },
                        failure -> {
                            pendingJobs--;
                            failed.accept(failure);
                        });
    }
}
