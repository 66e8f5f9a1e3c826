package io.hfdownloader.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.root.RootRules;
import org.jboss.logging.Logger;

/**
 * The directories that models are in, and in which of them each repo is: where it is found, the models directory first and the
 * others in the order of the setting; while somebody works there, where it was when they began; one that is nowhere comes to that of
 * {@link RootChoice}. Any thread.
 */
final class LibraryRoots implements Closeable {

    private static final Logger LOG = Logger.getLogger(LibraryRoots.class);

    private final RootSlot main;
    private final List<RootSlot> further;
    private final List<RootSlot> all;
    private final RootChoice choice;
    private final RepoLeases leases;
    private final RepoLayout layout;
    private final Map<RepoId, Pin> pins = new HashMap<>();

    /** Where a repo stays as long as somebody works there. */
    private record Pin(RootSlot slot, int count) {}

    /**
     * @param further those beside the models directory, in their order
     * @param rules where models come to by their names
     */
    LibraryRoots(LibraryRoot main, List<RootSlot> further, RootRules rules, RepoLeases leases) {
        this.main = RootSlot.main(main);
        this.further = List.copyOf(further);
        this.all = Stream.concat(Stream.of(this.main), further.stream()).toList();
        this.choice = new RootChoice(all, rules);
        this.leases = leases;
        this.layout = further.isEmpty() ? main.layout() : main.layout().with(repo -> of(repo).layout());
    }

    /** Where files go: for what belongs to a repo, in the directory that it has. */
    RepoLayout layout() {
        return layout;
    }

    /** The models directory. */
    LibraryRoot main() {
        return main.require();
    }

    /** Whether there is more than the models directory. */
    boolean areSeveral() {
        return !further.isEmpty();
    }

    /** All, the models directory first. */
    List<RootSlot> all() {
        return all;
    }

    /** The models directory, and others that were there when somebody looked last. */
    List<LibraryRoot> present() {
        return Stream.concat(
                        Stream.of(main()),
                        further.stream().filter(slot -> !slot.isAway()).flatMap(slot -> slot.opened().stream()))
                .toList();
    }

    /** @throws IllegalArgumentException with a sentence when there is none of this name */
    RootSlot named(String name) {
        return all.stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no directory for models of this name; there are "
                                + all.stream().map(RootSlot::name).collect(Collectors.joining(", ")) + "."));
    }

    // --- where a repo is ---------------------------------------------------------------------------------------

    /**
     * The directory that a repo is in, or would come to. Blocks briefly.
     *
     * @throws DiskException when that one has not been there since the start, or does not answer
     */
    LibraryRoot of(RepoId repo) {
        return slotOf(repo).require();
    }

    RootSlot slotOf(RepoId repo) {
        return further.isEmpty() ? main : pinned(repo).or(() -> holder(repo)).orElseGet(() -> choice.of(repo));
    }

    private Optional<RootSlot> pinned(RepoId repo) {
        synchronized (pins) {
            return Optional.ofNullable(pins.get(repo)).map(Pin::slot);
        }
    }

    /** The directory that has a folder of the repo; empty where none has. Blocks briefly. */
    Optional<RootSlot> holder(RepoId repo) {
        return knower(repo)
                .or(() -> all.stream().filter(slot -> slot.holds(repo)).findFirst());
    }

    private Optional<RootSlot> knower(RepoId repo) {
        return all.stream().filter(slot -> slot.knows(repo)).findFirst();
    }

    /**
     * The disk that looks for a repo are to be made at, so that one that does not answer keeps nobody from others; that of the models
     * directory where it is not known which one the repo has. From memory.
     */
    LibraryDisk diskOf(RepoId repo) {
        return pinned(repo)
                .or(() -> knower(repo))
                .or(() -> choice.known(repo))
                .flatMap(RootSlot::opened)
                .orElseGet(this::main)
                .disk();
    }

    /** The same for a place. From memory. */
    LibraryDisk diskOf(Path place) {
        return slotOf(place).opened().orElseGet(this::main).disk();
    }

    /**
     * Has a repo that is nowhere come to a directory of this name, if that begins within minutes. Blocks briefly.
     *
     * @throws IllegalArgumentException with a sentence when there is no such directory, or the repo is in another one
     */
    void choose(RepoId repo, String name) {
        RootSlot wanted = named(name);
        Optional<RootSlot> holder = holder(repo);
        if (holder.isPresent() && holder.get() != wanted) {
            throw new IllegalArgumentException(repo.folder() + " is in \""
                    + holder.get().name() + "\" already; what is added to it goes there, too.");
        }
        if (wanted.isAway()) {
            throw new IllegalArgumentException("\"" + name + "\" is away now. Choose another one, or mount it first.");
        }
        choice.set(repo, wanted);
    }

    /** A repo has another name since it was chosen, or asked for before, where it comes to. Blocks briefly. */
    void rename(RepoId before, RepoId now) {
        if (further.isEmpty()
                || before.onHub().equals(now.onHub())
                || holder(now).isPresent()) {
            return;
        }
        choice.known(before).or(() -> holder(before)).ifPresent(slot -> choice.set(now, slot));
    }

    /** That of a place; the models directory for what is in none. */
    RootSlot slotOf(Path place) {
        return further.stream()
                .filter(slot -> place.startsWith(slot.path()))
                .findFirst()
                .orElse(main);
    }

    /** See {@link ModelLibrary#lease}. */
    RepoLease lease(RepoId repo) {
        return lease(repo, folder -> leases.takeShared(folder, repo.folder()));
    }

    /** See {@link ModelLibrary#leaseToAdopt}. */
    RepoLease leaseToAdopt(RepoId repo) {
        return lease(repo, folder -> leases.takeToAdopt(folder, repo.folder()));
    }

    private RepoLease lease(RepoId repo, Function<Path, RepoLease> taking) {
        if (further.isEmpty()) {
            return taking.apply(layout.repoFolder(repo));
        }
        RootSlot slot = pin(repo);
        try {
            RepoLease taken = taking.apply(slot.folder(repo));
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.getAndSet(false)) {
                    taken.close();
                    unpin(repo);
                }
            };
        } catch (RuntimeException busy) {
            unpin(repo);
            throw busy;
        }
    }

    private RootSlot pin(RepoId repo) {
        RootSlot found = slotOf(repo); // looks at disks, which nobody else is to wait for
        synchronized (pins) {
            Pin pin = pins.get(repo);
            RootSlot slot = pin == null ? found : pin.slot();
            pins.put(repo, new Pin(slot, pin == null ? 1 : pin.count() + 1));
            return slot;
        }
    }

    private void unpin(RepoId repo) {
        synchronized (pins) {
            pins.computeIfPresent(repo, (key, pin) -> pin.count() == 1 ? null : new Pin(pin.slot(), pin.count() - 1));
        }
    }

    // --- care --------------------------------------------------------------------------------------------------

    /** Those that are away or silent are told so when it is asked for; who asks waits for each disk that has just gone. Blocks. */
    void requireAnswers() {
        for (RootSlot slot : further) {
            try {
                if (!slot.isAway()) {
                    slot.requireThere();
                }
            } catch (DiskException away) {
                LOG.debugf("%s", away.getMessage());
            }
        }
    }

    /** What is due now and then, each disk on a thread of its own. Blocks for the models directory's. */
    void care() {
        for (RootSlot slot : further) {
            slot.care(() -> {
                if (!slot.isAway()) {
                    slot.require().care();
                    slot.remember();
                }
            });
        }
        main().care();
    }

    /** Looks which of them are there; tells when that has changed, and one that came back has been looked through. Does not block. */
    void look(Runnable changed) {
        further.forEach(slot -> slot.look(() -> {
            if (!slot.isAway()) {
                renew(slot);
            }
            changed.run();
        }));
    }

    private static void renew(RootSlot slot) {
        try {
            slot.require().index().refresh(System.nanoTime());
            slot.remember();
        } catch (IOException | RuntimeException gone) {
            LOG.debugf(gone, "What is in \"%s\" is told by the next scan", slot.name());
        }
    }

    /** Keeps what the last scans found for the time when disks are away. Blocks. */
    void remember() {
        further.forEach(RootSlot::remember);
    }

    /**
     * Saves what was learnt of a repo, and that it is there. Blocks.
     *
     * @throws DiskException when its directory is away
     */
    void flush(RepoId repo) throws IOException {
        RootSlot slot = slotOf(repo);
        slot.require().flush();
        if (slot != main) {
            renew(slot); // a kill and a disk that goes away in the next seconds are not to lose it from the list
        }
    }

    /** Saves what was learnt; what cannot be saved in a further directory concerns none but those who work there. Blocks. */
    void flush() throws IOException {
        main().flush();
        for (LibraryRoot root : present().stream().skip(1).toList()) {
            try {
                root.flush();
            } catch (IOException | DiskException | LibraryException later) {
                LOG.debugf(
                        later,
                        "What was verified in %s is saved later",
                        root.layout().root());
            }
        }
    }

    @Override
    public void close() {
        for (RootSlot slot : further) {
            slot.remember();
            slot.opened().ifPresent(LibraryRoot::close);
        }
        main().close();
    }
}
