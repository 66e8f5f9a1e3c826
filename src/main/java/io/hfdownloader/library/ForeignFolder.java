package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.hfdownloader.library.layout.RepoLayout;

/**
 * Folders that other programs or the system of a disk keep beside models. They are no models, and nothing in them is deleted
 * from here: their owners know them by lists of their own. Most are recognised by what is in them, whatever their name.
 */
enum ForeignFolder {
    HUB_CACHE("is of the Python client's cache. Its own command, hf cache, shows and deletes what is in it"),
    XET_CACHE("is of the Python client's cache of chunks (Xet). It may be deleted by hand while that client rests"),
    DATASETS_CACHE("is of the cache of the datasets library for Python, which makes it anew when it is deleted"),
    TORCH_HUB("is the cache of torch.hub, which fetches anew what is deleted there"),
    OLLAMA("is of Ollama's store. Its own commands, ollama list and ollama rm, show and delete what is in it"),
    OCI_STORE("is of a store of container images or of models in that form. The program that keeps it shows what is in"
            + " it"),
    LM_STUDIO("is LM Studio's home; what it has downloaded is in the folder models there"),
    SINGLE_FILES("is of ComfyUI or a program like it: single files of many models. Delete them one by one there"),
    BIN("is a bin of the desktop or the storage, and what is in it takes room until it is emptied there"),
    SYSTEM("is of the disk's or the storage's own system");

    private static final int MAX_NAMES_READ = 256;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_FOLDERS_SEEN = 20_000;

    private static final Pattern CACHED_REPO = Pattern.compile("(?:models|datasets|spaces)--.+");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern OLLAMA_BLOB = Pattern.compile("sha256[-:][0-9a-f]{64}.*");
    private static final Pattern HASHED_FILE = Pattern.compile("[0-9a-f]{64}(?:\\.[0-9a-z.]+)?");
    private static final Set<String> SYSTEM_NAMES = Set.of(
            "lost+found", "@eadir", "@tmp", "#snapshot", ".snapshot", ".zfs", "system volume information", "__macosx");
    private static final Set<String> BIN_NAMES =
            Set.of("#recycle", "@recycle", "$recycle.bin", "recycler", ".trash", ".trashes", "@recently-snapshot");

    /** Of ComfyUI, Automatic1111, Forge and the like. */
    private static final Set<String> SINGLE_FILE_NAMES = Set.of(
            "checkpoints",
            "loras",
            "lora",
            "lycoris",
            "controlnet",
            "upscale_models",
            "diffusion_models",
            "text_encoders",
            "clip_vision",
            "hypernetworks",
            "style_models",
            "vae_approx",
            "stable-diffusion",
            "esrgan",
            "realesrgan",
            "gfpgan",
            "codeformer",
            "ipadapter",
            "animatediff_models",
            "photomaker",
            "gligen");

    /** Names that a publisher could have as well: only beside two others of a kind. */
    private static final Set<String> VAGUE_NAMES =
            Set.of("vae", "clip", "unet", "embeddings", "configs", "diffusers", "insightface", "sams", "ultralytics");

    /** Of what nothing may go with a model in whose folder somebody made it. */
    private static final Set<ForeignFolder> STORES = EnumSet.of(HUB_CACHE, OLLAMA, OCI_STORE);

    private final String words;

    ForeignFolder(String words) {
        this.words = words;
    }

    /** What it is and what to do, behind its name in a sentence, without the full stop. */
    String words() {
        return words;
    }

    /** What a folder is, if it is no link and somebody else's. Blocks, for some looks at the disk. */
    static Optional<ForeignFolder> of(Path folder) {
        String name = String.valueOf(folder.getFileName());
        if (!isFolder(folder) || isFolder(folder.resolve(RepoLayout.CACHE))) { // the latter was downloaded into
            return Optional.empty();
        }
        Optional<ForeignFolder> bySystem = ofSystem(name);
        return bySystem.isPresent() ? bySystem : ofProgram(folder, name);
    }

    /** Of what somebody else's folder a place is a part, the folder itself counted in. Blocks. */
    static Optional<ForeignFolder> around(Path root, Path place) {
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
     * True for one in a model's folder, which is no part of the model; by its name alone, as each folder of each model is asked
     * about. What came from the Hub is a part, whatever its name. Blocks.
     */
    static boolean isIn(Path model, Path inside) {
        String name = String.valueOf(inside.getFileName());
        boolean looksForeign =
                ofSystem(name).isPresent() || CACHED_REPO.matcher(name).matches();
        return looksForeign && !cameFromHub(model, inside);
    }

    private static boolean cameFromHub(Path model, Path inside) {
        return isFolder(model.resolve(RepoLayout.CACHE).resolve("download").resolve(model.relativize(inside)));
    }

    /**
     * What is another program's in a folder and would be deleted with it. Blocks.
     *
     * @param isNamespace whether the folder may be one of an owner: such a program's folders lie beside models there
     */
    static Optional<Path> storeWithin(Path model, boolean isNamespace) throws IOException {
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
                boolean isStore = kind.filter(one -> STORES.contains(one) || isBeside && one != SYSTEM)
                        .isPresent();
                if (isStore && !cameFromHub(model, folder)) {
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

    /** Whether there is anything in it that could be told of. Blocks. */
    static boolean holdsAnything(Path folder) {
        return !names(folder).isEmpty();
    }

    private static Optional<ForeignFolder> ofSystem(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SYSTEM_NAMES.contains(lower) || lower.matches("found\\.\\d{3}")) {
            return Optional.of(SYSTEM);
        }
        return BIN_NAMES.contains(lower) || lower.startsWith(".trash-") ? Optional.of(BIN) : Optional.empty();
    }

    private static Optional<ForeignFolder> ofProgram(Path folder, String name) {
        if (name.equals(".lmstudio") || name.equals(".lm-studio")) {
            return Optional.of(LM_STUDIO);
        }
        if (name.equals(".ollama")) {
            return Optional.of(OLLAMA);
        }
        if (CACHED_REPO.matcher(name).matches() || name.equals(".locks")) {
            return Optional.of(HUB_CACHE);
        }
        if (name.startsWith(".")) {
            return Optional.empty();
        }
        List<String> inside = names(folder);
        return byContent(folder, name, inside).filter(kind -> !holdsRepos(folder, inside));
    }

    /** Then it is an owner's, with models of ours beside what a program has put there. */
    private static boolean holdsRepos(Path folder, List<String> inside) {
        return inside.stream().anyMatch(child -> isFolder(folder.resolve(child).resolve(RepoLayout.CACHE)));
    }

    private static Optional<ForeignFolder> byContent(Path folder, String name, List<String> inside) {
        if (isHubCache(folder, inside)) {
            return Optional.of(HUB_CACHE);
        }
        if (name.equals("xet") && any(inside, child -> child.startsWith("https___"))
                || inside.contains("chunk-cache") && inside.contains("shard-cache")) {
            return Optional.of(XET_CACHE);
        }
        if (isOllama(folder, name, inside)) {
            return Optional.of(OLLAMA);
        }
        if (inside.contains("sha256") && isFolder(folder.resolve("sha256")) && name.equals("blobs")
                || inside.contains("oci-layout")) {
            return Optional.of(OCI_STORE);
        }
        if (inside.contains("trusted_list") || inside.contains("checkpoints") && name.equals("hub")) {
            return Optional.of(TORCH_HUB);
        }
        if (isDatasetsCache(folder, name, inside)) {
            return Optional.of(DATASETS_CACHE);
        }
        return isForSingleFiles(folder, name, inside) ? Optional.of(SINGLE_FILES) : Optional.empty();
    }

    /** One repo of it, the shared store, or all of it. */
    private static boolean isHubCache(Path folder, List<String> inside) {
        if (inside.contains(".huggingface-shared-blobs")) {
            return true;
        }
        boolean isRepo = inside.contains("snapshots")
                && (inside.contains("blobs") || inside.contains("refs"))
                && any(
                        names(folder.resolve("snapshots")),
                        commit -> COMMIT.matcher(commit).matches());
        return isRepo
                || any(inside, child -> CACHED_REPO.matcher(child).matches())
                        && inside.stream()
                                .filter(child -> CACHED_REPO.matcher(child).matches())
                                .anyMatch(child -> isFolder(folder.resolve(child)));
    }

    /** Its home, its models, or one of the two folders of these. */
    private static boolean isOllama(Path folder, String name, List<String> inside) {
        if (inside.contains("manifests") && inside.contains("blobs")) {
            return hasOllamaBlobs(folder.resolve("blobs"))
                    || isFolder(folder.resolve("manifests").resolve("registry.ollama.ai"));
        }
        return inside.contains("registry.ollama.ai") && name.equals("manifests")
                || hasOllamaBlobs(folder)
                || name.equals("ollama")
                        && hasOllamaBlobs(folder.resolve("models").resolve("blobs"));
    }

    private static boolean hasOllamaBlobs(Path folder) {
        return any(names(folder), blob -> OLLAMA_BLOB.matcher(blob).matches());
    }

    private static boolean isDatasetsCache(Path folder, String name, List<String> inside) {
        if (name.contains("___") && !any(inside, child -> Files.isRegularFile(folder.resolve(child)))) {
            return true;
        }
        return name.equals("downloads")
                && !inside.isEmpty()
                && inside.stream().allMatch(child -> HASHED_FILE.matcher(child).matches() || child.equals("extracted"));
    }

    private static boolean isForSingleFiles(Path folder, String name, List<String> inside) {
        if (any(inside, child -> child.startsWith("put_") && child.endsWith("_here"))) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (!SINGLE_FILE_NAMES.contains(lower) && !VAGUE_NAMES.contains(lower)) {
            return false;
        }
        return SINGLE_FILE_NAMES.contains(lower) || hasSiblings(folder);
    }

    private static boolean hasSiblings(Path folder) {
        Path parent = folder.getParent();
        return parent != null
                && names(parent).stream()
                                .filter(name -> SINGLE_FILE_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                                .count()
                        >= 2;
    }

    private static boolean any(List<String> names, Predicate<String> accepted) {
        return names.stream().anyMatch(accepted);
    }

    private static boolean isFolder(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** The first names in a folder; none where it cannot be read. */
    private static List<String> names(Path folder) {
        if (!isFolder(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() >= MAX_NAMES_READ) {
                    break;
                }
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException | SecurityException unreadable) {
            return List.of();
        }
        return names;
    }
}
