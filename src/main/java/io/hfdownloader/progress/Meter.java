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

import org.jspecify.annotations.Nullable;

/**
 * The counters of one download and its files. Added to from event loops and workers without a lock shared
 * between files, sampled by a timer, read by any thread.
 */
public final class Meter {

    private final LongAdder network = new LongAdder();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong hashed = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();
    private final AtomicInteger filesDone = new AtomicInteger();
    private final Map<String, FileMeter> files = new ConcurrentHashMap<>();
    private final Set<FileMeter> atWork = ConcurrentHashMap.newKeySet();
    private final Set<FileMeter> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicIntegerArray inState = new AtomicIntegerArray(FileState.values().length);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final Set<String> via = ConcurrentHashMap.newKeySet();
    private final RateWindow rate = new RateWindow();
    private final RateHistory history = new RateHistory();
    private volatile RecentChanges recent = new RecentChanges();
    private volatile @Nullable String lastError;
    private volatile List<FileMeter> inOrder = List.of();
    private volatile long bytesTotal;
    private volatile String currentFile = "";

    /**
     * One file of the download.
     *
     * @param path path in the repo
     * @param sizeBytes its size
     * @param hereBytes bytes of it that are on the disk already
     * @param verified whether it is whole and its hash was checked before
     */
    public record Planned(String path, long sizeBytes, long hereBytes, boolean verified) {}

    /**
     * Counts these files from now on, starting with what is here, so that a restart does not begin at zero.
     *
     * @param reusedBytes what earlier runs of the same download did not have to fetch
     */
    public synchronized void plan(List<Planned> planned, long reusedBytes) {
        inOrder.forEach(FileMeter::detach);
        files.clear();
        recent = new RecentChanges();
        atWork.clear();
        waiting.clear();
        received.set(0);
        verified.set(0);
        hashed.set(0);
        reused.set(reusedBytes);
        filesDone.set(0);
        connections.set(0);
        for (FileState state : FileState.values()) {
            inState.set(state.ordinal(), 0);
        }
        inState.set(FileState.QUEUED.ordinal(), planned.size());
        bytesTotal = planned.stream().mapToLong(Planned::sizeBytes).sum();
        inOrder = planned.stream().map(this::started).toList();
    }

    private FileMeter started(Planned file) {
        FileMeter meter = new FileMeter(this, file.path(), file.sizeBytes());
        files.put(file.path(), meter);
        meter.found(file.hereBytes());
        if (file.verified()) {
            meter.completed();
        }
        return meter;
    }

    /** The meter of one planned file. */
    public FileMeter file(String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow();
    }

    /** All files as planned, in order. */
    public List<FileMeter> files() {
        return inOrder;
    }

    /**
     * The files of which something changed at this moment or later, for who shows them as they change.
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
    public Set<FileMeter> atWork() {
        return Collections.unmodifiableSet(atWork);
    }

    /** The files that are held up before or in their work: as many as there are connections at most. */
    public Set<FileMeter> waiting() {
        return Collections.unmodifiableSet(waiting);
    }

    /** The work has stopped for now: no file is arriving any more. */
    public void rest() {
        for (FileMeter file : Set.copyOf(atWork)) {
            file.connections(0);
            file.state(FileState.QUEUED);
        }
        Set.copyOf(waiting).forEach(FileMeter::going);
    }

    /** How many files stand here. */
    public int count(FileState state) {
        return inState.get(state.ordinal());
    }

    /** What a page shows of the download; never the zeros in the midst of {@link #plan}. */
    public synchronized Progress snapshot() {
        return new Progress(
                bytesTotal,
                received.get(),
                verified.get(),
                reused.get(),
                hashed.get(),
                inOrder.size(),
                filesDone.get(),
                rate.perSecond(),
                currentFile,
                connections.get(),
                via.stream().sorted().toList(),
                tries.get(),
                lastError);
    }

    void moved(FileMeter file, FileState from, FileState to) {
        inState.decrementAndGet(from.ordinal());
        inState.incrementAndGet(to.ordinal());
        if (to == FileState.DOWNLOADING) {
            atWork.add(file);
        } else {
            atWork.remove(file);
        }
    }

    OptionalLong rate() {
        return rate.perSecond();
    }

    void sample(long nanos) {
        rate.sample(nanos, network.sum());
        rate.perSecond().ifPresent(now -> history.note(nanos, now));
    }

    /** Bytes per second at each of the last seconds, two minutes of them at most, oldest first. */
    public List<Long> rates() {
        return history.oldestFirst();
    }

    void fetched(FileMeter file, long bytes) {
        network.add(bytes);
        received.addAndGet(bytes);
        currentFile = file.path();
    }

    void changed(FileMeter file, long slot) {
        recent.note(file, slot);
    }

    void waits(FileMeter file, boolean now) {
        if (now) {
            waiting.add(file);
        } else {
            waiting.remove(file);
        }
    }

    void adjustConnections(int more) {
        connections.addAndGet(more);
    }

    void via(String way) {
        via.add(way);
    }

    void tried(String error) {
        tries.incrementAndGet();
        lastError = error;
    }

    void adjustReceived(long bytes) {
        received.addAndGet(bytes);
    }

    void adjustHashed(long bytes) {
        hashed.addAndGet(bytes);
    }

    void reused(long bytes) {
        reused.addAndGet(bytes);
    }

    void fileCompleted(long bytes) {
        verified.addAndGet(bytes);
        filesDone.incrementAndGet();
    }
}
