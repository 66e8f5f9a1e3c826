package io.hfdownloader.files;

/**
 * Room on the disk of the models directory.
 *
 * @param freeBytes what this program may still write
 * @param totalBytes size of the disk
 */
public record DiskSpace(long freeBytes, long totalBytes) {}
