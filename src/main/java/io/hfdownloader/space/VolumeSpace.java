package io.hfdownloader.space;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Room on one disk that models are on, in bytes.
 *
 * @param path a folder on it: the models directory, or the first folder below it that is on a disk of its own
 * @param total size of the disk
 * @param free room there now
 * @param reserved what downloads at work, and those in the queue that have room, are still going to write
 * @param waiting what downloads want that wait in the queue for room
 * @param bin what deleted models take that can be taken back
 * @param keepFree what stays free
 * @param available what a further download may take now: free without what is reserved and what stays free; negative where that is
 *     not there
 */
@RegisterForReflection
public record VolumeSpace(
        String path, long total, long free, long reserved, long waiting, long bin, long keepFree, long available) {}
