package io.hfdownloader.transfer.engine;

import java.util.List;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferMonitor;
import io.hfdownloader.transfer.stream.Way;
import org.jspecify.annotations.Nullable;

/**
 * The ways that a file may come on, the best first, and the one it takes now. When one is of no use, the bytes on the
 * disk stay and the next one brings the rest. Lives on the transfer's event loop.
 */
final class Ways {

    /** There and back, and there again: who was refused twice is not asked a third time. */
    private static final int MOST_CHANGES = 2;

    private final List<Way> ways;
    private final TransferMonitor monitor;
    private int at;
    private int changes;

    /** @param reason why it is not the usual one that comes first, or null */
    Ways(List<Way> ways, @Nullable String reason, TransferMonitor monitor) {
        this.ways = List.copyOf(ways);
        this.monitor = monitor;
        monitor.via(now().word(), reason);
    }

    /** The one it takes now. */
    Way now() {
        return ways.get(at);
    }

    /** The server that was asked last. */
    WebAddress lastAsked() {
        return now().lastAsked();
    }

    /** Tries without a new byte before something else is to be done. */
    int mostTries(int configured) {
        return changes < MOST_CHANGES && ways.size() > 1 ? Math.min(configured, now().mostTries()) : configured;
    }

    /**
     * Takes another way, if there is one and this failure may not befall it there; false when there is none.
     *
     * @param reason the failure in words, without an advice to the user
     */
    boolean change(Throwable why, String reason) {
        if (ways.size() == 1 || changes >= MOST_CHANGES || !concernsTheWay(why)) {
            return false;
        }
        changes++;
        now().left(why);
        String before = now().name();
        at = (at + 1) % ways.size();
        monitor.via(now().word(), "Not over " + before + ": " + reason);
        return true;
    }

    private static boolean concernsTheWay(Throwable why) {
        if (why instanceof TransferException failure) {
            return switch (failure.kind()) {
                case NETWORK, REFUSED, BAD_ANSWER -> true;
                case BAD_CONTENT, DISK_FULL, DISK, VANISHED -> false;
            };
        }
        return why instanceof HubException;
    }
}
