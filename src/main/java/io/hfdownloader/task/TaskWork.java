package io.hfdownloader.task;

import java.io.IOException;

/** Does the tasks of one kind. A bean of this type is all that a new kind needs. */
public interface TaskWork {

    /** What it does. */
    TaskKind kind();

    /**
     * Does it from where it was left: a task that was paused, or was at work when the server ended, is run once more. Blocks
     * until it is done.
     *
     * @throws TaskStoppedException soon after the run was stopped
     */
    TaskResult run(TaskRun run) throws IOException;

    /** It was cancelled, and is not run again: what it left for the next run may go. Blocks briefly. */
    default void abandon(TaskRequest request) {}
}
