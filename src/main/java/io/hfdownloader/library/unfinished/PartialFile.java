package io.hfdownloader.library.unfinished;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.sidecar.UnsyncedRanges;
import org.jspecify.annotations.Nullable;

/**
 * A partial file of ours with what stands beside it, as a walk finds them: nothing is opened. Two that are equal hold the same.
 *
 * @param data the file itself, whose length says nothing of how much has come, as it has holes
 * @param journal the ranges that were forced to the disk, or null
 * @param live those that were written since, or null
 */
public record PartialFile(
        Stamp data, @Nullable Stamp journal, @Nullable Stamp live) {

    private static final String LIVE_SUFFIX = RepoLayout.JOURNAL_SUFFIX + UnsyncedRanges.LIVE_SUFFIX;

    /** What tells that a file has changed. */
    public record Stamp(long sizeBytes, FileTime modified) {

        public static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** Whether it has a byte, or a hole. */
    public boolean isBegun() {
        return data.sizeBytes() > 0;
    }

    /** Whether this is the name of a partial file of ours, which lie at the top of their folder. */
    public static boolean isName(String path) {
        return isOurs(path, RepoLayout.PARTIAL_SUFFIX);
    }

    /** Whether this is the name of what stands beside one. */
    public static boolean isSidecar(String path) {
        return isOurs(path, RepoLayout.JOURNAL_SUFFIX) || isOurs(path, LIVE_SUFFIX);
    }

    /** By name, the partial files with the sidecars that are theirs. */
    public static Map<String, PartialFile> joined(Map<String, Stamp> partials, Map<String, Stamp> sidecars) {
        Map<String, PartialFile> joined = new HashMap<>();
        partials.forEach((name, data) -> {
            String journal = journalOf(name);
            joined.put(
                    name,
                    new PartialFile(data, sidecars.get(journal), sidecars.get(journal + UnsyncedRanges.LIVE_SUFFIX)));
        });
        return joined;
    }

    /** The name of a file's partial one. */
    static String nameOf(String path, String etag) {
        return RepoLayout.partialPrefix(path) + etag + RepoLayout.PARTIAL_SUFFIX;
    }

    /** The name of the journal beside a partial file. */
    static String journalOf(String name) {
        return stem(name) + RepoLayout.JOURNAL_SUFFIX;
    }

    /** The hash of the content that it is the beginning of. */
    static String etagOf(String name) {
        return stem(name).substring(name.indexOf('.') + 1);
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - RepoLayout.PARTIAL_SUFFIX.length());
    }

    private static boolean isOurs(String path, String suffix) {
        return path.endsWith(suffix) && path.indexOf('/') < 0;
    }
}
