package io.hfdownloader.library.foreign;

import java.util.regex.Pattern;

/** The cache of the datasets library for Python: what it has prepared, and what it has downloaded. */
final class DatasetsCache {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+.*");
    private static final Pattern HASHED_FILE = Pattern.compile("[0-9a-f]{64}(?:\\.[0-9a-z.]+)?");

    private DatasetsCache() {}

    static boolean isPart(FolderLook folder) {
        return isPrepared(folder) || isDownloads(folder);
    }

    /** {@code owner___name/configuration/version/}. */
    private static boolean isPrepared(FolderLook folder) {
        return folder.name().contains("___")
                && !folder.hasFile(file -> true)
                && folder.hasAny(configuration -> folder.into(configuration)
                        .hasAny(version -> VERSION.matcher(version).matches()));
    }

    private static boolean isDownloads(FolderLook folder) {
        return folder.name().equals("downloads")
                && !folder.inside().isEmpty()
                && folder.inside().stream()
                        .allMatch(child -> HASHED_FILE.matcher(child).matches() || child.equals("extracted"));
    }
}
