package io.hfdownloader.transfer;

/**
 * How busy the threads are that write, force and hash.
 *
 * @param workers how many there are
 * @param active how many of them work now
 * @param queued jobs that wait for one
 */
public record DiskLoad(int workers, int active, int queued) {}
