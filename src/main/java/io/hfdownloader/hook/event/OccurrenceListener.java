package io.hfdownloader.hook.event;

/** Hears of what happens. */
@FunctionalInterface
public interface OccurrenceListener {

    /** Something has happened. Any thread, never blocks, never fails; also for who has told it before. */
    void happened(Occurrence what);
}
