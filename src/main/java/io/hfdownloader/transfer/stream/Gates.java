package io.hfdownloader.transfer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.transfer.disk.Intake;
import io.hfdownloader.transfer.engine.Transfer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Promise;

/**
 * Where streams wait before they read on: for the disk, or for the bandwidth limit. Lives on the transfer's event loop.
 */
public final class Gates {

    private static final long LONGEST_TIMER_MILLIS = 500;

    private final Transfer.Engine engine;
    private final Intake intake;
    private final Executor loop;
    private final List<Gate> closed = new ArrayList<>();

    private record Gate(FileStream stream, long openAtNanos, int limitVersion, Promise<Void> opened) {}

    public Gates(Transfer.Engine engine, Intake intake, Executor loop) {
        this.engine = engine;
        this.intake = intake;
        this.loop = loop;
    }

    /** The item arrives when a stream that has brought so many bytes may read on. */
    Uni<Void> pass(FileStream stream, int bytes, long nowNanos) {
        long readOnAt = engine.limit().reserve(bytes, nowNanos);
        if (readOnAt == nowNanos && intake.hasRoomFor(stream)) {
            return Uni.createFrom().voidItem();
        }
        Gate gate = new Gate(stream, readOnAt, engine.limit().version(nowNanos), Promise.promise());
        stream.held(true, nowNanos);
        closed.add(gate);
        long millis = Math.min(LONGEST_TIMER_MILLIS, (readOnAt - nowNanos + 999_999) / 1_000_000);
        if (millis > 0) {
            long unused = engine.vertx().setTimer(millis, id -> loop.execute(this::open));
        }
        return UniHelper.toUni(gate.opened().future());
    }

    /** Lets those go on that may; to be called when the disk moved on, and now and then. */
    public void open() {
        if (closed.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        int limitVersion = engine.limit().version(now);
        List<Gate> open = closed.stream()
                .filter(gate -> intake.hasRoomFor(gate.stream()))
                .filter(gate -> now - gate.openAtNanos() >= 0 || gate.limitVersion() != limitVersion)
                .toList();
        closed.removeAll(open);
        for (Gate gate : open) {
            gate.stream().held(false, now);
            gate.opened().complete();
        }
    }

    /** The stream is over. */
    public void forget(FileStream stream) {
        closed.removeIf(gate -> gate.stream() == stream);
    }
}
