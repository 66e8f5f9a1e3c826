package io.hfdownloader.download;

import java.util.List;

import jakarta.inject.Singleton;

import io.hfdownloader.download.room.Room;
import io.hfdownloader.download.room.SpaceCheck;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Looks from time to time whether there is room for the downloads that wait for it, in the order of the queue. Never blocks. */
@Singleton
final class RoomWatch {

    private static final Logger LOG = Logger.getLogger(RoomWatch.class);

    private final DownloadQueue queue;
    private final SpaceCheck space;

    RoomWatch(DownloadQueue queue, SpaceCheck space) {
        this.queue = queue;
        this.space = space;
    }

    /** One after the other: the first that gets room takes it from the next. */
    @Scheduled(
            every = "5s",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        List<Download> waiting = queue.withoutRoom();
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUniAndConcatenate(this::look)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> look(Download download) {
        return download.shortage()
                .map(before -> look(download, before))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** A disk that does not answer has no room now. */
    private Uni<Void> look(Download download, Room before) {
        return space.again(before, repos -> queue.bytesLeftBefore(download, repos))
                .invoke(now -> queue.roomNow(download, before, now))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "The disk does not tell its room"))
                .onFailure()
                .recoverWithNull();
    }
}
