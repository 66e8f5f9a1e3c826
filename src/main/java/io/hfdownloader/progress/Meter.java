package io.hfdownloader.progress;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.Totals.Total;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one download and its files. Added to from event loops and workers without a lock shared
 * between files, sampled by a timer, read by any thread.
 */
public final class Meter {

    private final Totals totals;
    private final LongAdder networkBytes = new LongAdder();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong hashed = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();
    private final AtomicInteger filesDone = new AtomicInteger();
    private final Map<String, FileMeter> files = new ConcurrentHashMap<>();
    private final Set<FileMeter> activeFiles = ConcurrentHashMap.newKeySet();
    private final Set<FileMeter> waitingFiles = ConcurrentHashMap.newKeySet();
    private final AtomicIntegerArray countByState = new AtomicIntegerArray(FileState.values().length);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final Set<String> transports = ConcurrentHashMap.newKeySet();
    private final RateWindow rate = new RateWindow();
    private final RateHistory history = new RateHistory();
    private volatile RecentChanges recent = new RecentChanges();
    private volatile @Nullable CodedText lastError;
    private volatile List<FileMeter> inOrder = List.of();
    private volatile long bytesTotal;
    private volatile long fetchedBefore;
    private volatile String currentFile = "";

    public Meter() {
        this(new Totals());
    }

    /** @param totals where all downloads are counted together */
    Meter(Totals totals) {
        this.totals = totals;
    }

    /**
     * One file of the download.
     *
     * @param path path in the repo
     * @param sizeBytes its size
     * @param bytesOnDisk bytes of it that are on the disk already
     * @param verified whether it is whole and its hash was checked before
     */
    public record PlannedFile(String path, long sizeBytes, long bytesOnDisk, boolean verified) {}

    /**
     * Counts these files from now on, starting with what is here, so that a restart does not begin at zero.
     *
     * @param before what earlier runs of the same download did not have to fetch, and what they fetched
     */
    public synchronized void plan(List<PlannedFile> planned, ByteCounts before) {
        inOrder.forEach(FileMeter::close);
        files.clear();
        recent = new RecentChanges();
        activeFiles.clear();
        waitingFiles.clear();
        received.set(0);
        verified.set(0);
        hashed.set(0);
        reused.set(before.bytesReused());
        fetchedBefore = before.bytesFetched() - networkBytes.sum();
        filesDone.set(0);
        connections.set(0);
        for (FileState state : FileState.values()) {
            countByState.set(state.ordinal(), 0);
        }
        countByState.set(FileState.QUEUED.ordinal(), planned.size());
        bytesTotal = planned.stream().mapToLong(PlannedFile::sizeBytes).sum();
        inOrder = planned.stream().map(this::newMeter).toList();
    }

    private FileMeter newMeter(PlannedFile file) {
        FileMeter meter = new FileMeter(this, file.path(), file.sizeBytes());
        files.put(file.path(), meter);
        meter.foundOnDisk(file.bytesOnDisk());
        if (file.verified()) {
            meter.wasCompleted();
        }
        return meter;
    }

    /** The meter of one planned file. */
    public FileMeter file(String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow();
    }

    /** Whether it is one of the planned files. */
    public boolean has(String path) {
        return files.containsKey(path);
    }

    /** All files as planned, in order. */
    public List<FileMeter> files() {
        return inOrder;
    }

    /**
     * The files of which something changed at this moment or later, for whoever shows them as they change.
     *
     * It costs what changed, unless the moment is seconds ago.
     *
     * @param nanos a moment of {@link System#nanoTime}
     */
    public List<FileMeter> changedSince(long nanos) {
        long now = System.nanoTime();
        Collection<FileMeter> candidates = RecentChanges.reachesBack(nanos, now) ? recent.since(nanos, now) : inOrder;
        return candidates.stream().filter(file -> file.hasChangedSince(nanos)).toList();
    }

    /** The files whose bytes are arriving now: as many as there are connections at most. */
    public Set<FileMeter> activeFiles() {
        return Collections.unmodifiableSet(activeFiles);
    }

    /** The files that are held up before or in their work: as many as there are connections at most. */
    public Set<FileMeter> waitingFiles() {
        return Collections.unmodifiableSet(waitingFiles);
    }

    /** The work has stopped for now: no file is arriving any more. */
    public void stopped() {
        for (FileMeter file : Set.copyOf(activeFiles)) {
            file.connections(0);
            file.state(FileState.QUEUED);
        }
        Set.copyOf(waitingFiles).forEach(FileMeter::resumed);
    }

    /** How many files stand here. */
    public int count(FileState state) {
        return countByState.get(state.ordinal());
    }

    /** What a page shows of the download; never the zeros in the midst of {@link #plan}. */
    public synchronized Progress snapshot() {
        return new Progress(
                new ByteCounts(
                        bytesTotal, received.get(), verified.get(), reused.get(), fetchedBefore + networkBytes.sum()),
                hashed.get(),
                new FileCounts(inOrder.size(), filesDone.get()),
                rate.perSecond(),
                currentFile,
                connections.get(),
                transports.stream().sorted().toList(),
                Retries.of(tries.get(), lastError));
    }

    void stateChanged(FileMeter file, FileState from, FileState to) {
        countByState.decrementAndGet(from.ordinal());
        countByState.incrementAndGet(to.ordinal());
        if (to == FileState.DOWNLOADING) {
            activeFiles.add(file);
        } else {
            activeFiles.remove(file);
        }
    }

    OptionalLong rate() {
        return rate.perSecond();
    }

    void sample(long nanos) {
        rate.sample(nanos, networkBytes.sum());
        rate.perSecond().ifPresent(now -> history.add(nanos, now));
    }

    /** Bytes per second at each of the last seconds, two minutes of them at most, oldest first. */
    public List<Long> rates() {
        return history.oldestFirst();
    }

    void received(FileMeter file, String way, long bytes) {
        totals.add(Total.RECEIVED_BYTES, way, bytes);
        networkBytes.add(bytes);
        received.addAndGet(bytes);
        currentFile = file.path();
    }

    void changed(FileMeter file, long slot) {
        recent.add(file, slot);
    }

    void setWaiting(FileMeter file, boolean now) {
        if (now) {
            waitingFiles.add(file);
        } else {
            waitingFiles.remove(file);
        }
    }

    void waitBegan(String cause) {
        totals.add(Total.WAITS, cause, 1);
        totals.add(Total.WAITING_FILES, cause, 1);
    }

    void waitEnded(String cause, long nanos) {
        totals.add(Total.WAITED_NANOS, cause, nanos);
        totals.add(Total.WAITING_FILES, cause, -1);
    }

    int connections() {
        return connections.get();
    }

    void adjustConnections(int more) {
        connections.addAndGet(more);
    }

    void transport(String name) {
        transports.add(name);
    }

    void tryFailed(String cause, CodedText error) {
        totals.add(Total.FAILED_TRIES, cause, 1);
        tries.incrementAndGet();
        lastError = error;
    }

    void adjustReceived(long bytes) {
        received.addAndGet(bytes);
    }

    void adjustHashed(long bytes) {
        hashed.addAndGet(bytes);
    }

    void reused(String from, long bytes) {
        totals.add(Total.REUSED_BYTES, from, bytes);
        reused.addAndGet(bytes);
    }

    void adjustReused(long bytes) {
        reused.addAndGet(bytes);
    }

    void verified(String way, long bytes) {
        totals.add(Total.VERIFIED_BYTES, way, bytes);
    }

    void fileCompleted(long bytes) {
        verified.addAndGet(bytes);
        filesDone.incrementAndGet();
    }
}
