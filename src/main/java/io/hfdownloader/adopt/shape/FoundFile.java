package io.hfdownloader.adopt.shape;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A file that was found.
 *
 * @param path its path within the model as far as its place tells, with {@code /}
 * @param source where its content is, from the folder that was looked into, with {@code /}
 * @param sizeBytes its length
 * @param modifiedNanos its last change, nanoseconds since 1970
 * @param key what the disk calls it; empty where it does not tell
 */
@RegisterForReflection
public record FoundFile(String path, String source, long sizeBytes, long modifiedNanos, String key) {

    static FoundFile of(String path, Path root, Path source, BasicFileAttributes found) {
        return new FoundFile(path, withSlashes(root.relativize(source)), found.size(), nanos(found), key(found));
    }

    /** Whether it is still the same file, as far as a look can tell. */
    public boolean isSame(BasicFileAttributes now) {
        return now.isRegularFile()
                && now.size() == sizeBytes
                && nanos(now) == modifiedNanos
                && (key.isEmpty() || key.equals(key(now)));
    }

    /** As it is now. */
    public FoundFile as(BasicFileAttributes now) {
        return new FoundFile(path, source, now.size(), nanos(now), key(now));
    }

    private static long nanos(BasicFileAttributes found) {
        return found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    private static String key(BasicFileAttributes found) {
        Object key = found.fileKey();
        return key == null ? "" : key.toString();
    }

    static String withSlashes(Path relative) {
        StringBuilder path = new StringBuilder();
        for (Path name : relative) {
            path.append(path.isEmpty() ? "" : "/").append(name);
        }
        return path.toString();
    }
}
