package io.hfdownloader.files;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Room on the disk of the models directory.
 *
 * @param freeBytes what this program may still write
 * @param totalBytes size of the disk
 */
@RegisterForReflection
public record DiskSpace(long freeBytes, long totalBytes) {}
