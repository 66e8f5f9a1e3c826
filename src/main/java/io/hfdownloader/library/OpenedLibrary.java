package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.library.bin.Trash;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.StateFormat;
import io.hfdownloader.library.lock.LibraryLock;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.root.RootSetting;
import org.jboss.logging.Logger;

/** What a library has once it is open. */
record OpenedLibrary(RepoLayout layout, LibraryLock lock, Trash trash, CaseFolding caseFolding) {

    private static final Logger LOG = Logger.getLogger(OpenedLibrary.class);

    /** Makes the folders and takes the lock, or says in a sentence why it cannot. Blocks. */
    static OpenedLibrary open(RootSetting setting) {
        Path root = setting.path().toAbsolutePath().normalize();
        RootSetting place = setting.at(root);
        if (setting.path().toString().startsWith("~")) {
            throw unavailable(setting, "nobody but a shell replaces the ~ at its beginning");
        }
        try {
            if (!Files.isDirectory(root)) { // a link to a folder is one, which createDirectories would not take
                Files.createDirectories(root);
            }
            RepoLayout layout = new RepoLayout(root);
            List<Path> made = layout.rootFolder().makeFolder(layout.stateFolder());
            LibraryLock lock = LibraryLock.acquire(
                    layout.rootFolder(), layout.stateFolder().resolve("lock"));
            try {
                return locked(setting, layout, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw unavailable(place, "there is a file where a folder must be: " + e.getMessage());
        } catch (IOException e) {
            throw unavailable(place, reason(e));
        } catch (LibraryException e) {
            throw unavailable(place, String.valueOf(e.getMessage()));
        }
    }

    private static OpenedLibrary locked(RootSetting setting, RepoLayout layout, LibraryLock lock) throws IOException {
        Optional<String> later = StateFormat.claim(layout.rootFolder(), layout.stateFolder());
        if (later.isPresent()) {
            throw new LibraryUnavailableException(
                    "The state in " + layout.stateFolder() + " is of a later HF Downloader (format "
                            + later.get() + ", this one knows " + StateFormat.CURRENT
                            + "), and this one would misread it. Start the later"
                            + " one. To go back all the same, move that folder away: models stay, the list of downloads begins anew.");
        }
        AtomicFile.removeAbandonedIn(layout.rootFolder(), layout.root());
        AtomicFile.removeAbandonedIn(layout.rootFolder(), layout.stateFolder());
        RepoLayout marked = layout.marked(setting.at(layout.root()).title());
        if (!marked.hold()) {
            throw LibraryLock.taken("it goes on although its lock file was removed");
        }
        try {
            warnOfLinks(layout);
            return new OpenedLibrary(
                    marked,
                    lock,
                    new Trash(layout.rootFolder(), layout.trashFolder()),
                    CaseFolding.of(layout.rootFolder(), layout.stateFolder()));
        } catch (IOException | RuntimeException e) {
            marked.release();
            throw e;
        }
    }

    private static void warnOfLinks(RepoLayout layout) throws IOException {
        if (!layout.rootFolder().isSecure()) {
            LOG.warn(
                    "This system, or the models directory's disk, cannot hold folders open: who else may write in the models"
                            + " directory could exchange a folder for a link just while something is written there. Let nobody else"
                            + " write in it.");
        }
    }

    /** What the disk said, without a path of our own in it. */
    private static String reason(IOException refusal) {
        String told =
                String.valueOf(DiskException.of("it cannot be written", refusal).getMessage());
        int advice = told.indexOf(". ");
        return advice < 0 ? told : told.substring(0, advice);
    }

    private static LibraryUnavailableException unavailable(RootSetting setting, String reason) {
        return new LibraryUnavailableException(setting.title() + " cannot be used: " + reason + ". "
                + (setting.isMain()
                        ? "Set hf-downloader.models-dir (HF_DOWNLOADER_MODELS_DIR)"
                        : "Set hf-downloader.roots (HF_DOWNLOADER_ROOTS)")
                + " to a folder that the user " + System.getProperty("user.name")
                + " may write, or give that user the right to.");
    }
}
