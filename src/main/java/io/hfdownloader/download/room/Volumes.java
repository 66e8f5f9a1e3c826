package io.hfdownloader.download.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.problem.ProblemException;

/** On which disk a folder of the models directory is: each is looked up once in a check. For one thread; all methods block. */
final class Volumes {

    private final RepoLayout layout;
    private final Map<Path, Volume> byFolder = new HashMap<>();

    Volumes(RepoLayout layout) {
        this.layout = layout;
    }

    /** That of a repo's folder. */
    Volume of(RepoId repo) {
        return lookUp(layout.downloadFolder(repo));
    }

    /** Whether a repo's folder is there; taken for so where it cannot be told, unless its disk is away. */
    boolean isOn(Volume volume, RepoId repo) {
        try {
            return of(repo).equals(volume);
        } catch (ProblemException untold) {
            return !(untold instanceof DiskException disk && disk.kind() == DiskException.Kind.AWAY);
        }
    }

    /** That of the place of one file. */
    Volume ofFile(RepoId repo, String path) {
        return lookUp(layout.file(repo, path).resolveSibling(".").normalize());
    }

    /** What users call it: the folder that it is mounted at; empty for the one of the models directory, or when it is gone. */
    String name(Volume volume) {
        Path root = layout.root();
        try {
            if (Volume.of(root).equals(volume)) {
                return "";
            }
            return volume.folder().startsWith(root)
                    ? root.relativize(volume.folder()).toString()
                    : volume.folder().toString();
        } catch (IOException unknown) {
            return "";
        }
    }

    private Volume lookUp(Path folder) {
        Volume known = byFolder.get(folder);
        if (known != null) {
            return known;
        }
        try {
            Path parent = folder.getParent();
            Volume found = parent == null || Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    ? Volume.of(folder)
                    : lookUp(parent); // asked once for all that is missing in it
            byFolder.put(folder, found);
            return found;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    static DiskException unreadable(IOException failure) {
        return DiskException.of("The models folder cannot be looked at", failure);
    }
}
