package io.hfdownloader.download;

import java.io.IOException;

import io.hfdownloader.files.DiskException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jboss.logging.Logger;

/** Blocking work on the files of a download, for a worker. */
@FunctionalInterface
interface BlockingTask<T> {

    T get() throws IOException;

    /**
     * The work's result, as one of the steps. What the disk refuses becomes a {@link DiskException} with a sentence.
     * When the steps were stopped there is no result at all: nobody waits for it any more.
     *
     * @param what names the work when it fails, as the beginning of a sentence
     */
    static <T> Uni<T> onWorker(TaskScope scope, String what, BlockingTask<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> run(scope, what, work, emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static <T> void run(TaskScope scope, String what, BlockingTask<T> work, UniEmitter<? super T> emitter) {
        if (!scope.startTask()) {
            return;
        }
        T result;
        try {
            result = work.get();
        } catch (Throwable failure) { // whatever it is, the step has ended
            scope.taskStopped();
            fail(scope, emitter, describe(what, failure));
            return;
        }
        scope.taskStopped();
        emitter.complete(result);
    }

    private static Throwable describe(String what, Throwable failure) {
        if (failure instanceof IOException disk) {
            return DiskException.of(what, disk);
        }
        return DiskException.within(failure)
                .<Throwable>map(disk -> DiskException.of(what, disk))
                .orElse(failure);
    }

    private static void fail(TaskScope scope, UniEmitter<?> emitter, Throwable failure) {
        if (scope.isStopRequested()) {
            Logger.getLogger(BlockingTask.class).debug("Work that was stopped meanwhile failed", failure);
        } else {
            emitter.fail(failure);
        }
    }
}
