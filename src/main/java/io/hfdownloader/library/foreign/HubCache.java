package io.hfdownloader.library.foreign;

import java.util.regex.Pattern;

/** The caches of the Python client: of repositories, of chunks. */
final class HubCache {

    private static final Pattern REPO = Pattern.compile("(?:models|datasets|spaces)--.+");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private HubCache() {}

    /** By its name alone. */
    static boolean isNamedAsRepo(String name) {
        return REPO.matcher(name).matches();
    }

    /** One repo of it, its locks, the shared store, or all of it. */
    static boolean isPart(FolderLook folder) {
        if (folder.name().equals(".locks") || folder.has(".huggingface-shared-blobs")) {
            return true;
        }
        if (isNamedAsRepo(folder.name())) { // it has folders only, unless somebody named a model of theirs so
            return !folder.hasFile(file -> !file.startsWith("."));
        }
        return holdsSnapshots(folder)
                || folder.hasAny(
                        child -> isNamedAsRepo(child) && folder.hasFolder(child) && isPart(folder.into(child)));
    }

    private static boolean holdsSnapshots(FolderLook folder) {
        return folder.has("snapshots")
                && (folder.has("blobs") || folder.has("refs"))
                && folder.into("snapshots")
                        .hasAny(commit -> COMMIT.matcher(commit).matches());
    }

    static boolean isOfChunks(FolderLook folder) {
        return folder.name().equals("xet") && folder.hasAny(child -> child.startsWith("https___"))
                || folder.has("chunk-cache") && folder.has("shard-cache");
    }
}
