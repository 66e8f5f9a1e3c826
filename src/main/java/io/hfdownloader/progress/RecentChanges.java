package io.hfdownloader.progress;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which files of a download changed in the last seconds, so that whoever looks often pays for those alone and not for
 * all files there are. Time is cut into slots; a file is added once in each slot in which it changes. For any thread,
 * without a lock.
 */
final class RecentChanges {

    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLOTS = 32;

    private final AtomicReferenceArray<Slot> slots = new AtomicReferenceArray<>(SLOTS);

    private record Slot(long number, Queue<FileMeter> files) {}

    /** The slot of a moment of {@link System#nanoTime}. */
    static long slotOf(long nanos) {
        return Math.floorDiv(nanos, SLOT_NANOS);
    }

    /** To be called once for each file and slot. */
    void add(FileMeter file, long number) {
        int index = (int) Math.floorMod(number, (long) SLOTS);
        Slot slot = slots.get(index);
        while (slot == null || slot.number() - number < 0) {
            Slot fresh = new Slot(number, new ConcurrentLinkedQueue<>());
            slots.compareAndSet(index, slot, fresh);
            slot = slots.get(index);
        }
        slot.files().add(file);
    }

    /** True when what changed at this moment is remembered still. */
    static boolean reachesBack(long nanos, long now) {
        return slotOf(now) - slotOf(nanos) < SLOTS - 1;
    }

    /** Those that changed in the slots from the one of this moment on; some may have done so a little earlier. */
    Set<FileMeter> since(long nanos, long now) {
        long last = slotOf(now);
        Set<FileMeter> found = new LinkedHashSet<>();
        for (long number = slotOf(nanos); number - last <= 0; number++) {
            Slot slot = slots.get((int) Math.floorMod(number, (long) SLOTS));
            if (slot != null && slot.number() == number) {
                found.addAll(List.copyOf(slot.files()));
            }
        }
        return found;
    }
}
