package io.hfdownloader.transfer.disk;

/** How the partial file of a transfer is left behind. */
public enum Ending {
    /** Proved right, to be published. */
    WHOLE,
    /** Unfinished, to be resumed. */
    KEPT,
    /** Proved wrong, to be removed. */
    REMOVED,
    /** Not found where it was: to be resumed if it is there again, else what stands there is to be removed. */
    LOST
}
