package io.hfdownloader.adopt.shape;

import java.util.List;

/**
 * What looks like a model, or a part of one.
 *
 * @param kind its shape
 * @param place its folder, or the first of its files, from the folder that was looked into, with {@code /}
 * @param name what it is called there
 * @param hints repositories that its names stand for, the likeliest first
 * @param files its files
 */
public record Found(ShapeKind kind, String place, String name, List<RepoHint> hints, List<FoundFile> files) {

    public Found {
        hints = List.copyOf(hints);
        files = List.copyOf(files);
    }

    /** Sum of the sizes of its files. */
    public long sizeBytes() {
        return files.stream().mapToLong(FoundFile::sizeBytes).sum();
    }
}
