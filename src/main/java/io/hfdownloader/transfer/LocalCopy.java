package io.hfdownloader.transfer;

import java.nio.file.Path;

/**
 * A verified file on this disk that may have parts in common with one that is to be fetched.
 *
 * @param path where it is
 * @param xetHash its hash in the content-addressed storage
 * @param sizeBytes its size
 */
public record LocalCopy(Path path, String xetHash, long sizeBytes) {}
