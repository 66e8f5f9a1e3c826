package io.hfdownloader.transfer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.hfdownloader.transfer.disk.FileSink;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Promise;

/**
 * Where streams wait before they read on: for the disk, or for the bandwidth limit. Lives on the transfer's event loop.
 */
public final class FlowControl {

    private static final long MAX_TIMER_MILLIS = 500;

    private final TransferResources resources;
    private final FileSink fileSink;
    private final Executor loop;
    private final LongSupplier nanoTime;
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(FileStream stream, long resumeAtNanos, int limitVersion, Promise<Void> resumed) {}

    /** @param nanoTime as {@link System#nanoTime} */
    public FlowControl(TransferResources resources, FileSink fileSink, Executor loop, LongSupplier nanoTime) {
        this.resources = resources;
        this.fileSink = fileSink;
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** The item arrives when a stream that has brought this many bytes may read on. */
    public Uni<Void> awaitRoom(FileStream stream, int bytes, long nowNanos) {
        long resumeAt = resources.limit().reserve(bytes, nowNanos);
        if (resumeAt == nowNanos && fileSink.hasRoomFor(stream.batch())) {
            return Uni.createFrom().voidItem();
        }
        Waiter waiter = new Waiter(stream, resumeAt, resources.limit().version(nowNanos), Promise.promise());
        stream.setPaused(true, nowNanos);
        waiters.add(waiter);
        long millis = Math.min(MAX_TIMER_MILLIS, (resumeAt - nowNanos + 999_999) / 1_000_000);
        if (millis > 0) {
            long unused = resources.vertx().setTimer(millis, id -> loop.execute(this::resume));
        }
        return UniHelper.toUni(waiter.resumed().future());
    }

    /** Lets those go on that may; to be called when the disk has advanced, and now and then. */
    public void resume() {
        if (waiters.isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        int limitVersion = resources.limit().version(now);
        List<Waiter> ready = waiters.stream()
                .filter(waiter -> fileSink.hasRoomFor(waiter.stream().batch()))
                .filter(waiter -> now - waiter.resumeAtNanos() >= 0 || waiter.limitVersion() != limitVersion)
                .toList();
        waiters.removeAll(ready);
        for (Waiter waiter : ready) {
            waiter.stream().setPaused(false, now);
            waiter.resumed().complete();
        }
    }

    /** The stream has stopped. */
    public void forget(FileStream stream) {
        waiters.removeIf(waiter -> waiter.stream() == stream);
    }
}
