package io.hfdownloader.task;

/** Ends the work of a run that is not to go on. */
public final class TaskStoppedException extends RuntimeException {

    public TaskStoppedException() {
        super("The task was stopped", null, false, false);
    }
}
