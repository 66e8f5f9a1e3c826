package io.hfdownloader.library;

import java.nio.file.Path;

/**
 * A verified file that is also in the Hub's content-addressed storage.
 *
 * @param name path in the repo
 * @param path where it is on the disk
 * @param xetHash its hash in the storage
 * @param sizeBytes its size
 */
public record StoredCopy(String name, Path path, String xetHash, long sizeBytes) {}
