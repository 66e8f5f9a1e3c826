package io.hfdownloader.library.swap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;

/**
 * Carries swaps through. Before its journal is on the disk nothing has moved; from then on all of it is done: at once, or, where the
 * disk refuses or the process ends, when it is tried again. Any thread.
 */
public final class Swaps {

    private static final Logger LOG = Logger.getLogger(Swaps.class);
    private static final String SUFFIX = ".json";

    private final RepoLayout layout;
    private final FolderLocks locks;
    private final SwapSteps steps;
    private final OldFiles oldFiles;
    private final MovingFolders moving;
    private String lastWarning = "";

    public Swaps(RepoLayout layout, FolderLocks locks, SwapSteps steps, OldFiles oldFiles, MovingFolders moving) {
        this.moving = moving;
        this.layout = layout;
        this.locks = locks;
        this.steps = steps;
        this.oldFiles = oldFiles;
    }

    /**
     * Does all that the journal says. When it fails before the journal is on the disk, nothing has changed; else the folder is
     * {@link MovingFolders#stuck}, and {@link #complete} goes on. The caller holds the lock of the folder. Blocks for as long as renames take.
     */
    public void carryOut(SwapJournal journal) throws IOException {
        RepoId folder = journal.folder();
        moving.begin(folder);
        try {
            write(journal);
            rollForward(journal);
        } finally {
            moving.interrupted(folder);
        }
    }

    private void write(SwapJournal journal) throws IOException {
        try {
            layout.makeFolder(layout.swapsFolder());
            JournalFile.write(layout.rootFolder(), layout.swapFile(journal.folder()), journal);
        } catch (IOException | RuntimeException failure) {
            withdraw(journal.folder(), failure);
            throw failure;
        }
    }

    /** Nobody knows what a disk has done that says no: either there is no journal, or all that it says is done. */
    private void withdraw(RepoId folder, Exception failure) {
        try {
            layout.rootFolder().delete(layout.swapFile(folder));
            layout.rootFolder().force(layout.swapsFolder());
            moving.end(folder);
        } catch (IOException | RuntimeException also) {
            failure.addSuppressed(also);
            refused(folder, failure);
        }
    }

    /**
     * Finds the swaps that a process before this one has left, also those that could not be read before. Blocks briefly; fails never.
     */
    public synchronized void recover() {
        try {
            for (Path name : layout.rootFolder().names(layout.swapsFolder())) {
                if (name.toString().endsWith(SUFFIX)) {
                    recover(layout.swapsFolder().resolve(name));
                }
            }
            AtomicFile.removeAbandonedIn(layout.rootFolder(), layout.swapsFolder());
        } catch (IOException | RuntimeException unreadable) {
            warnOnce("Whether an update was interrupted cannot be told: " + unreadable.getMessage());
        }
    }

    private void recover(Path file) {
        try {
            Optional<RepoId> folder = JournalFile.read(file).map(SwapJournal::folder);
            if (folder.isPresent() && !moving.isMoving(folder.get())) {
                moving.begin(folder.get());
                moving.interrupted(folder.get());
            }
        } catch (IOException | RuntimeException unreadable) {
            warnOnce(file + " cannot be read and is left as it is: " + unreadable.getMessage());
        }
    }

    private void warnOnce(String sentence) {
        if (!sentence.equals(lastWarning)) {
            lastWarning = sentence;
            LOG.warn(sentence);
        }
    }

    /**
     * Goes on with a swap of a folder that was interrupted, if there is one; the caller has the right to work there. Blocks for as long
     * as renames take.
     */
    public void complete(RepoId folder) throws IOException {
        try (FolderLocks.Held held = locks.lock(folder)) {
            if (moving.stuck(folder).isEmpty()) {
                return;
            }
            Optional<SwapJournal> journal = read(folder);
            if (journal.isPresent()) {
                rollForward(journal.get());
            } else {
                moving.end(folder);
            }
        }
    }

    private Optional<SwapJournal> read(RepoId folder) throws IOException {
        try {
            Optional<SwapJournal> journal = JournalFile.read(layout.swapFile(folder));
            layout.requireRoot(); // what stands in its place has none
            return journal;
        } catch (IOException | RuntimeException unreadable) {
            refused(folder, unreadable);
            throw unreadable;
        }
    }

    /** The folder was deleted: what was to be moved there is gone. Blocks briefly. */
    public void forget(RepoId folder) {
        try (FolderLocks.Held held = locks.lock(folder)) {
            if (moving.isMoving(folder)) {
                layout.rootFolder().delete(layout.swapFile(folder));
                moving.end(folder);
            }
        } catch (IOException | RuntimeException unwritable) {
            LOG.debugf(unwritable, "The journal of %s goes later, and finds nothing to do", folder);
        }
    }

    // --- the steps ---------------------------------------------------------------------------------------------

    private void rollForward(SwapJournal journal) throws IOException {
        RepoId folder = journal.folder();
        try {
            List<String> lost = moveAll(journal);
            if (!lost.isEmpty()) {
                LOG.warnf(
                        "Of the update of %s to %s these are missing, as somebody has removed or changed them meanwhile: %s",
                        folder.folder(), journal.commit(), UntrustedText.message(String.join(", ", lost)));
            }
            layout.rootFolder().delete(layout.swapFile(folder));
            layout.rootFolder()
                    .force(layout.swapsFolder()); // that it comes back after a power failure and finds another time
            moving.end(folder);
        } catch (IOException | RuntimeException failure) {
            refused(folder, failure);
            throw failure;
        }
    }

    /** Gives the paths of those that could not be put in their places for good. */
    private List<String> moveAll(SwapJournal journal) throws IOException {
        RepoId folder = journal.folder();
        for (String path : journal.renamed()) {
            steps.removeNote(folder, path);
        }
        List<String> leaving = new ArrayList<>();
        for (String path : journal.leaving()) {
            if (steps.isOfHub(folder, path)) {
                leaving.add(path);
            }
        }
        setAside(journal, leaving);
        List<String> lost = new ArrayList<>();
        for (RepoFile file : journal.arriving()) {
            if (!move(journal, file)) {
                lost.add(file.path());
            }
        }
        for (RepoFile file : journal.staying()) {
            if (steps.placeOf(folder, file) == SwapSteps.Place.ARRIVED) {
                steps.confirm(folder, file, journal.commit());
            }
        }
        steps.remove(folder, leaving);
        steps.tidy(folder, journal.arriving());
        Set<String> trees = journal.trees();
        if (trees != null) {
            steps.keepTrees(folder, trees);
        }
        steps.force();
        return lost;
    }

    private void setAside(SwapJournal journal, List<String> leaving) throws IOException {
        RepoId folder = journal.folder();
        List<String> old = new ArrayList<>();
        for (RepoFile file : journal.arriving()) {
            if (steps.isTaken(folder, file.path()) && steps.placeOf(folder, file) == SwapSteps.Place.BESIDE) {
                old.add(file.path());
            }
        }
        for (String path : leaving) {
            if (steps.isTaken(folder, path)) {
                old.add(path);
            }
        }
        if (!old.isEmpty()) {
            oldFiles.setAside(folder, old);
        }
    }

    private boolean move(SwapJournal journal, RepoFile file) throws IOException {
        return switch (steps.placeOf(journal.folder(), file)) {
            case BESIDE -> {
                steps.publish(journal.folder(), file, journal.commit());
                yield true;
            }
            case ARRIVED -> {
                steps.confirm(journal.folder(), file, journal.commit());
                yield true;
            }
            case LOST -> false;
        };
    }

    private void refused(RepoId folder, Exception failure) {
        moving.refused(
                folder,
                failure instanceof IOException disk
                        ? DiskException.of("The files of the update cannot be put in their places", disk)
                                .detail()
                        : failure instanceof ProblemException told ? told.detail() : String.valueOf(failure));
    }
}
