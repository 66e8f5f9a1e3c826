package io.hfdownloader.download;

import java.io.IOException;

import io.hfdownloader.transfer.TransferException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Blocking work on the files of a download, for a worker. */
@FunctionalInterface
interface DiskWork<T> {

    T get() throws IOException;

    /**
     * The work's result. What the disk refuses becomes a {@link TransferException} with a sentence; what goes wrong
     * after it was cancelled is nobody's concern any more.
     *
     * @param what names the work when it fails, as the beginning of a sentence
     */
    static <T> Uni<T> onWorker(String what, DiskWork<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        emitter.complete(work.get());
                    } catch (IOException failure) {
                        emitter.fail(TransferException.ofDisk(what, failure));
                    } catch (RuntimeException failure) {
                        emitter.fail(failure);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
