package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.bin.Bins;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.move.ModelMove;
import io.hfdownloader.library.move.MoveStage;
import org.jboss.logging.Logger;

/** Takes models from one directory to another, and brings to an end what was interrupted on its way. Any thread; all of it blocks. */
final class RootMoves {

    private static final Logger LOG = Logger.getLogger(RootMoves.class);

    private final LibraryRoots roots;
    private final RepoLeases leases;
    private final Bins bins;

    RootMoves(LibraryRoots roots, RepoLeases leases, Bins bins) {
        this.bins = bins;
        this.roots = roots;
        this.leases = leases;
    }

    /** See {@link ModelLibrary#move}. */
    void move(RepoId repo, String name, LongUnaryOperator keptFree, ModelMove.Watch watch) throws IOException {
        settleMoves();
        LibraryRoot to = roots.named(name).require();
        RootSlot source = roots.holder(repo)
                .orElseThrow(() -> LibraryException.notFound(repo.folder() + " is not in the library."));
        LibraryRoot from = source.require();
        if (from == to) {
            return;
        }
        try (RepoLease here = leases.takeToMove(from.layout().repoFolder(repo), repo.folder());
                RepoLease there = leases.takeToMove(to.layout().repoFolder(repo), repo.folder())) {
            from.requireMovable(repo);
            if (Files.exists(to.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS)) {
                throw LibraryException.inUse(
                        repo.folder(),
                        "move-taken",
                        repo.folder() + " cannot be moved: a folder of that name is in its way there.");
            }
            ModelMove move = new ModelMove(repo, from.layout(), to.layout(), watch);
            requireRoom(repo, to, move.bytes() - move.bytesThere(), keptFree);
            move.copy(source.name(), from.hashes(repo));
            to.layout().requireRoot();
            to.learnFrom(from, repo, move::copyOf);
            move.publish();
            finish(repo, from, to);
        }
    }

    private void requireRoom(RepoId repo, LibraryRoot to, long bytes, LongUnaryOperator keptFree) throws IOException {
        if (!bins.makeRoom(Volume.of(to.layout().root()), bytes, keptFree)) {
            throw DiskException.of(
                    repo.folder() + " cannot be moved to " + to.layout().root(),
                    new IOException("No space left on device"));
        }
    }

    /** It is whole in both: what is read of the one is known before the other goes. */
    private void finish(RepoId repo, LibraryRoot from, LibraryRoot to) throws IOException {
        to.index().refresh(System.nanoTime());
        to.layout().requireRoot();
        if (!ModelMove.isSame(from.layout().repoFolder(repo), to.layout().repoFolder(repo))) {
            throw LibraryException.inUse(
                    repo.folder(),
                    "move-changing",
                    "Files of " + repo.folder() + " changed while they were copied; it is in both directories now.");
        }
        from.removeMoved(repo);
        to.removeStage(MoveStage.of(to.layout(), repo));
        roots.remember();
    }

    /** What a move left that ended between its last two steps, and what has no files in it, is brought to an end. Blocks briefly. */
    void settleMoves() {
        if (!roots.areSeveral()) {
            return;
        }
        for (LibraryRoot to : roots.present()) {
            try {
                for (MoveStage stage : MoveStage.all(to.layout())) {
                    settle(to, stage);
                }
            } catch (IOException | DiskException | LibraryException later) {
                LOG.debugf(
                        later,
                        "Whether a move to %s was interrupted is told later",
                        to.layout().root());
            }
        }
    }

    private void settle(LibraryRoot to, MoveStage stage) throws IOException {
        Optional<MoveStage.Origin> origin = stage.origin();
        if (stage.holdsFiles()) { // whoever asked for it goes on, or gives it up
            return;
        }
        if (origin.isEmpty()) {
            to.removeStage(stage);
            return;
        }
        RepoId repo = origin.get().repo();
        Optional<LibraryRoot> from = roots.all().stream()
                .filter(slot -> slot.name().equals(origin.get().root()) && !slot.isAway())
                .flatMap(slot -> slot.opened().stream())
                .findFirst();
        if (from.isEmpty()) { // when it is there
            return;
        }
        Path old = from.get().layout().repoFolder(repo);
        Path now = to.layout().repoFolder(repo);
        try (RepoLease here = leases.takeToMove(old, repo.folder());
                RepoLease there = leases.takeToMove(now, repo.folder())) {
            if (!stage.exists() || stage.holdsFiles()) {
                return;
            }
            boolean isInBoth = Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(now, LinkOption.NOFOLLOW_LINKS);
            if (isInBoth && ModelMove.isSame(old, now)) {
                finish(repo, from.get(), to);
            } else {
                to.removeStage(stage);
            }
        }
    }

    /** Gives up a move of a model that was stopped before its last step. Blocks briefly. */
    void abandonMove(RepoId repo) {
        for (LibraryRoot to : roots.present()) {
            try (RepoLease there = leases.takeToMove(to.layout().repoFolder(repo), repo.folder())) {
                MoveStage stage = MoveStage.of(to.layout(), repo);
                if (stage.holdsFiles()) {
                    to.removeStage(stage);
                }
            } catch (IOException | DiskException | LibraryException busy) {
                LOG.debugf(
                        busy,
                        "What was copied of %s stays in %s",
                        repo,
                        to.layout().root());
            }
        }
    }
}
