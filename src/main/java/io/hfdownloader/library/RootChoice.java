package io.hfdownloader.library;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.root.RootRules;

/**
 * Where a repo comes to that is nowhere: to the directory that was chosen for it, else to that of the first
 * rule for its name, else, or while that one is away, to the disk with most room. What was found is
 * kept for minutes, so that all that looks at one download before it begins sees the same. Any thread; methods block briefly.
 */
final class RootChoice {

    private static final int MAX_CHOSEN = 10_000;

    /** As long as one looks at a download before it starts; then the disks may be filled otherwise. */
    private static final Duration CHOICE_LIFE = Duration.ofMinutes(10);

    private final List<RootSlot> slots;
    private final RootRules rules;
    private final LruCache<RepoId, Choice> chosen = new LruCache<>(MAX_CHOSEN);

    private record Choice(RootSlot slot, long nanos) {}

    /** @param slots all, the models directory first */
    RootChoice(List<RootSlot> slots, RootRules rules) {
        this.rules = rules;
        this.slots = List.copyOf(slots);
    }

    /** Where this one comes to. */
    RootSlot of(RepoId repo) {
        return known(repo).filter(slot -> !slot.isAway()).orElseGet(() -> {
            RootSlot best = byRule(repo).orElseGet(this::withMostRoom);
            set(repo, best);
            return best;
        });
    }

    /** What was chosen or found for it within minutes. From memory. */
    Optional<RootSlot> known(RepoId repo) {
        long now = System.nanoTime();
        return chosen.get(repo)
                .or(() -> chosen.get(repo.onHub()))
                .filter(choice -> now - choice.nanos() < CHOICE_LIFE.toNanos())
                .map(Choice::slot);
    }

    void set(RepoId repo, RootSlot slot) {
        chosen.put(repo, new Choice(slot, System.nanoTime()));
    }

    private Optional<RootSlot> byRule(RepoId repo) {
        return rules.rootFor(repo.id())
                .flatMap(name ->
                        slots.stream().filter(slot -> slot.name().equals(name)).findFirst())
                .filter(slot -> !slot.isAway());
    }

    private RootSlot withMostRoom() {
        RootSlot best = slots.get(0);
        long most = -1;
        Set<Volume> disks = new HashSet<>(); // of two on one disk, the first: its room changes between two looks
        for (RootSlot slot : slots) {
            Optional<Volume> disk = slot.disk();
            long free = disk.map(RootChoice::freeBytes).orElse(-1L);
            if (disk.isPresent() && disks.add(disk.get()) && free > most) {
                most = free;
                best = slot;
            }
        }
        return best;
    }

    private static long freeBytes(Volume disk) {
        try {
            return disk.freeBytes();
        } catch (IOException untold) {
            return -1;
        }
    }
}
