package io.hfdownloader.library.stamp;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What tells that a file has changed. */
public record Stamp(long sizeBytes, FileTime modified) {

    public static Stamp of(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }
}
