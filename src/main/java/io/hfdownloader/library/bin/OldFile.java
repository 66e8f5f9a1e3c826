package io.hfdownloader.library.bin;

import java.nio.file.Path;

/**
 * A file that an update has another one in place of, as it is kept.
 *
 * @param path of it in the repo
 * @param place where it lies now; nothing is there where it was on its way back when that was interrupted
 * @param etag hash of its content as the Hub gave it
 */
public record OldFile(String path, Path place, String etag) {}
