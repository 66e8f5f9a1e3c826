package io.hfdownloader.space;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.view.Views;
import io.smallrye.mutiny.Uni;

/** Room on the disks that models are on, and what could go. Changes nothing; never blocks. */
@ApplicationScoped
public class SpacePlan {

    private static final Duration MAX_LOOK = Duration.ofSeconds(20);

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final KeepFree keepFree;
    private final Views views;

    SpacePlan(ModelLibrary library, DownloadService downloads, KeepFree keepFree, Views views) {
        this.views = views;
        this.library = library;
        this.downloads = downloads;
        this.keepFree = keepFree;
    }

    /** How it is now. Fails when the models directory is not there, or its disk does not answer. */
    public Uni<SpaceReport> report() {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT)
                .chain(models -> library.disk().look(() -> report(models), MAX_LOOK));
    }

    /** Blocks. */
    private SpaceReport report(List<LibraryModel> models) {
        try {
            Disks disks = new Disks(library.layout().root());
            for (ModelLibrary.Root root : library.rootsNow()) {
                var seen = root.away() ? Optional.empty() : disks.of(root.path());
            }
            Set<RepoId> busy = downloads.reposUnderWay();
            List<Suggestion> suggestions = new Suggestions(
                            downloads.modelStatuses(),
                            busy::contains,
                            disks,
                            ReadTimes.ofSystem(),
                            views.separateFiles(),
                            Clock.systemUTC().instant())
                    .of(models.stream()
                            .filter(model -> !library.rootOf(model.folder()).away())
                            .toList());
            Map<Volume, Path> all = disks.all();
            List<VolumeSpace> volumes = new ArrayList<>();
            for (Map.Entry<Volume, Path> disk : List.copyOf(all.entrySet())) {
                volumes.add(space(disk.getKey(), disk.getValue(), disks));
            }
            return new SpaceReport(volumes, suggestions);
        } catch (IOException failure) {
            throw DiskException.of("The models folder cannot be looked at", failure);
        }
    }

    /** What is under an empty mount point takes no room of the disk that this is on. */
    private boolean isOn(Volume volume, Path folder, Disks disks) {
        return !library.rootOf(folder).away() && disks.isOn(volume, folder);
    }

    private VolumeSpace space(Volume volume, Path path, Disks disks) throws IOException {
        long total = volume.totalBytes();
        long free = volume.freeBytes();
        Predicate<RepoId> isThere = repo -> isOn(volume, library.folderOf(repo), disks);
        long reserved = downloads.reservedBytes(isThere);
        long bin = library.bin().bytes(volume);
        long kept = keepFree.bytes(total);
        return new VolumeSpace(
                path.toString(),
                total,
                free,
                reserved,
                downloads.bytesWithoutRoom(isThere),
                bin,
                kept,
                free + bin - reserved - kept);
    }
}
