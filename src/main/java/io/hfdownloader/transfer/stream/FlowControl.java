package io.hfdownloader.transfer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.engine.Transfer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Promise;

/**
 * Where streams wait before they read on: for the disk, or for the bandwidth limit. Lives on the transfer's event loop.
 */
public final class FlowControl {

    private static final long MAX_TIMER_MILLIS = 500;

    private final Transfer.Engine engine;
    private final FileSink fileSink;
    private final Executor loop;
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(FileStream stream, long resumeAtNanos, int limitVersion, Promise<Void> resumed) {}

    public FlowControl(Transfer.Engine engine, FileSink fileSink, Executor loop) {
        this.engine = engine;
        this.fileSink = fileSink;
        this.loop = loop;
    }

    /** The item arrives when a stream that has brought so many bytes may read on. */
    Uni<Void> awaitRoom(FileStream stream, int bytes, long nowNanos) {
        long resumeAt = engine.limit().reserve(bytes, nowNanos);
        if (resumeAt == nowNanos && fileSink.hasRoomFor(stream)) {
            return Uni.createFrom().voidItem();
        }
        Waiter waiter = new Waiter(stream, resumeAt, engine.limit().version(nowNanos), Promise.promise());
        stream.setPaused(true, nowNanos);
        waiters.add(waiter);
        long millis = Math.min(MAX_TIMER_MILLIS, (resumeAt - nowNanos + 999_999) / 1_000_000);
        if (millis > 0) {
            long unused = engine.vertx().setTimer(millis, id -> loop.execute(this::release));
        }
        return UniHelper.toUni(waiter.resumed().future());
    }

    /** Lets those go on that may; to be called when the disk moved on, and now and then. */
    public void release() {
        if (waiters.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        int limitVersion = engine.limit().version(now);
        List<Waiter> released = waiters.stream()
                .filter(waiter -> fileSink.hasRoomFor(waiter.stream()))
                .filter(waiter -> now - waiter.resumeAtNanos() >= 0 || waiter.limitVersion() != limitVersion)
                .toList();
        waiters.removeAll(released);
        for (Waiter waiter : released) {
            waiter.stream().setPaused(false, now);
            waiter.resumed().complete();
        }
    }

    /** The stream is over. */
    public void forget(FileStream stream) {
        waiters.removeIf(waiter -> waiter.stream() == stream);
    }
}
