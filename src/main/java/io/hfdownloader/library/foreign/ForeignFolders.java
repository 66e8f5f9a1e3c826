package io.hfdownloader.library.foreign;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.hfdownloader.library.layout.RepoLayout;

/**
 * Tells folders of other programs from those of models: by what is in them, as far as nobody else gives such a name. All methods
 * block, for some looks at the disk.
 */
public final class ForeignFolders {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_FOLDERS_SEEN = 20_000;

    /** In this order: a store of one program may lie in another's. */
    private static final Map<ForeignFolder, Predicate<FolderLook>> PROGRAMS = new EnumMap<>(Map.of(
            ForeignFolder.HUB_CACHE, HubCache::isPart,
            ForeignFolder.XET_CACHE, HubCache::isOfChunks,
            ForeignFolder.DATASETS_CACHE, DatasetsCache::isPart,
            ForeignFolder.TORCH_HUB, TorchHub::isHome,
            ForeignFolder.OLLAMA, OllamaStore::isPart,
            ForeignFolder.OCI_STORE, OciStore::isPart,
            ForeignFolder.SINGLE_FILES, SingleFiles::isPart));

    /** Of what nothing may go with a model in whose folder somebody made it. */
    private static final Set<ForeignFolder> STORES =
            EnumSet.of(ForeignFolder.HUB_CACHE, ForeignFolder.OLLAMA, ForeignFolder.OCI_STORE);

    private static final Set<String> OF_LM_STUDIO = Set.of(".lmstudio", ".lm-studio");
    private static final Set<String> HIDDEN = Set.of(".ollama", ".locks");

    private ForeignFolders() {}

    /** What a folder is, if it is no link and somebody else's. */
    public static Optional<ForeignFolder> of(Path folder) {
        String name = String.valueOf(folder.getFileName());
        if (!FolderLook.isFolder(folder) || isDownloadedInto(folder)) {
            return Optional.empty();
        }
        Optional<ForeignFolder> ofSystem = ofSystem(folder);
        if (ofSystem.isPresent()) {
            return ofSystem;
        }
        if (OF_LM_STUDIO.contains(name)) {
            return Optional.of(ForeignFolder.LM_STUDIO);
        }
        return name.startsWith(".") && !HIDDEN.contains(name) ? Optional.empty() : byContent(FolderLook.at(folder));
    }

    private static Optional<ForeignFolder> ofSystem(Path folder) {
        String name = String.valueOf(folder.getFileName());
        if (!SystemFolders.isNamed(name)) {
            return Optional.empty();
        }
        FolderLook look = FolderLook.at(folder);
        return SystemFolders.at(look).filter(kind -> !SystemFolders.isAnOwners(name) || !holdsRepos(look));
    }

    private static Optional<ForeignFolder> byContent(FolderLook folder) {
        return PROGRAMS.entrySet().stream()
                .filter(program -> program.getValue().test(folder))
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(kind -> !holdsRepos(folder));
    }

    /** Then it is an owner's, with models of ours beside what a program has put there. */
    private static boolean holdsRepos(FolderLook folder) {
        return folder.hasAny(child -> isDownloadedInto(folder.path().resolve(child)));
    }

    private static boolean isDownloadedInto(Path folder) {
        return FolderLook.isFolder(folder.resolve(RepoLayout.CACHE));
    }

    /** Of what somebody else's folder a place is a part, the folder itself counted in. */
    public static Optional<ForeignFolder> around(Path root, Path place) {
        Path step = root;
        for (Path name : root.relativize(place)) {
            step = step.resolve(name);
            Optional<ForeignFolder> found = of(step);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * True for one in a model's folder, which is no part of the model; mostly by its name alone, as each folder of each model is
     * asked about. What came from the Hub is a part, whatever its name.
     */
    public static boolean isIn(Path model, Path inside) {
        String name = String.valueOf(inside.getFileName());
        boolean looksForeign = ofSystem(inside).isPresent() || HubCache.isNamedAsRepo(name);
        return looksForeign && !cameFromHub(model, inside);
    }

    private static boolean cameFromHub(Path model, Path inside) {
        return FolderLook.isFolder(
                model.resolve(RepoLayout.CACHE).resolve("download").resolve(model.relativize(inside)));
    }

    /**
     * What is another program's in a folder and would be deleted with it.
     *
     * @param isNamespace whether the folder may be one of an owner: such a program's folders lie beside models there
     */
    public static Optional<Path> storeWithin(Path model, boolean isNamespace) throws IOException {
        AtomicReference<Path> found = new AtomicReference<>();
        AtomicInteger seen = new AtomicInteger();
        Files.walkFileTree(model, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(model)) {
                    return FileVisitResult.CONTINUE;
                }
                if (folder.equals(model.resolve(".cache")) || seen.incrementAndGet() > MAX_FOLDERS_SEEN) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Optional<ForeignFolder> kind = of(folder);
                boolean isBeside = isNamespace && model.equals(folder.getParent());
                boolean isStore = kind.filter(one -> STORES.contains(one) || isBeside && one != ForeignFolder.SYSTEM)
                        .isPresent();
                if ((isStore || isDownloadedInto(folder)) && !cameFromHub(model, folder)) {
                    found.set(folder);
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return Optional.ofNullable(found.get());
    }

    /** Whether there is anything in it that could be told of. */
    public static boolean holdsAnything(Path folder) {
        return !FolderLook.at(folder).inside().isEmpty();
    }
}
