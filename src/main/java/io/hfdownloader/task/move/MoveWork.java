package io.hfdownloader.task.move;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.move.ModelMove;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskRequest;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskRun;
import io.hfdownloader.task.TaskStoppedException;
import io.hfdownloader.task.TaskWork;

/** Takes a model to another directory. What was copied before a pause or a restart is not copied again. */
@ApplicationScoped
class MoveWork implements TaskWork {

    private final ModelLibrary library;
    private final KeepFree keepFree;

    MoveWork(ModelLibrary library, KeepFree keepFree) {
        this.library = library;
        this.keepFree = keepFree;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.MOVE;
    }

    @Override
    public TaskResult run(TaskRun run) throws IOException {
        TaskRequest request = run.request();
        String root = String.valueOf(request.root());
        try {
            library.move(request.model(), root, keepFree::bytes, watching(run));
            return TaskResult.of("The model is in \"" + root + "\".");
        } catch (CancellationException stopped) {
            throw new TaskStoppedException();
        } catch (IOException | RuntimeException failure) { // nobody goes on with it
            library.abandonMove(request.model());
            throw failure;
        }
    }

    @Override
    public void abandon(TaskRequest request) {
        library.abandonMove(request.model());
    }

    private static ModelMove.Watch watching(TaskRun run) {
        return new ModelMove.Watch() {
            @Override
            public void total(long bytes) {
                run.total(bytes);
            }

            @Override
            public void done(long bytes) {
                run.done(bytes);
            }

            @Override
            public void doneBefore(long bytes) {
                run.doneBefore(bytes);
            }

            @Override
            public boolean isStopped() {
                return run.isStopped();
            }
        };
    }
}
