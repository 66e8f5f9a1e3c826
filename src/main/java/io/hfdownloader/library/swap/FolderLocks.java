package io.hfdownloader.library.swap;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import io.hfdownloader.hub.RepoId;

/**
 * While files of a folder take their places, no other file does so there. Held for as long as renames take; some folders share
 * one.
 */
public final class FolderLocks {

    private static final int LOCKS = 64;

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** Held until it is closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for others, and is held by this thread; it may have it already. Blocks. */
    public Held lock(RepoId folder) {
        ReentrantLock lock = locks[Math.floorMod(folder.hashCode(), LOCKS)];
        lock.lock();
        return lock::unlock;
    }
}
