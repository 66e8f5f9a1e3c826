package io.hfdownloader.task;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** A request about tasks that cannot be granted. The message is a sentence for the user that says what to do. */
public final class TaskException extends ProblemException {

    private TaskException(ProblemType problem, String message, Parameters parameters) {
        super(problem, message, null, parameters);
    }

    /** There is no task of this name. */
    public static TaskException notFound(String id) {
        return new TaskException(
                ProblemType.TASK_NOT_FOUND,
                "There is no task " + id + ". Those that ended long ago are not kept.",
                Parameters.NONE);
    }

    /** Its state does not allow this. */
    static TaskException wrongState(TaskRecord task, String word) {
        return new TaskException(
                ProblemType.TASK_STATE,
                "The task " + task.words() + " is " + task.state().word() + ", so it cannot be " + word + ".",
                Parameters.of("name", task.words()));
    }

    /** So many wait already that no more is taken. */
    static TaskException tooMany(int most) {
        return new TaskException(
                ProblemType.TOO_MANY_TASKS,
                "There are " + most + " tasks in the queue already. Wait until some have ended, or cancel some.",
                Parameters.of("count", most));
    }
}
