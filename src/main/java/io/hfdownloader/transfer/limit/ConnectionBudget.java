package io.hfdownloader.transfer.limit;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The connections that all transfers share. A free one goes to the download that has the fewest, and within a download
 * to whoever asked first; a transfer asks anew for every segment, so shares level out within seconds. Safe for use from
 * any thread, never blocks; the number of waiting requests is bounded by the transfers' own limits.
 */
public final class ConnectionBudget {

    private final Map<Object, Share> shares = new LinkedHashMap<>();
    private int free;

    public ConnectionBudget(int connections) {
        this.free = connections;
    }

    /** What one download has and wants. */
    private static final class Share {

        private final Deque<Ticket> waiting = new ArrayDeque<>();
        private int inUse;
    }

    /** A place asked for; to be given back exactly once, whether it was granted or not. */
    public final class Ticket {

        private final Object download;
        private final Runnable granted;
        private boolean holds;
        private boolean returned;

        private Ticket(Object download, Runnable granted) {
            this.download = download;
            this.granted = granted;
        }

        /** Gives the place back, or withdraws the request. Further calls do nothing. */
        public void close() {
            Runnable next;
            synchronized (ConnectionBudget.this) {
                if (returned) {
                    return;
                }
                returned = true;
                remove(this);
                next = grantNext();
            }
            run(next);
        }
    }

    /**
     * Asks for a connection; {@code granted} runs once it is there, on this thread or on that of whoever gives one back.
     *
     * @param download what the shares are counted by
     */
    public Ticket request(Object download, Runnable granted) {
        Ticket ticket = new Ticket(download, granted);
        Runnable next;
        synchronized (this) {
            shares.computeIfAbsent(download, key -> new Share()).waiting.addLast(ticket);
            next = grantNext();
        }
        run(next);
        return ticket;
    }

    private void remove(Ticket ticket) {
        Share share = shares.get(ticket.download);
        if (share == null) {
            return;
        }
        if (ticket.holds) {
            free++;
            share.inUse--;
        } else {
            share.waiting.remove(ticket);
        }
        if (share.inUse == 0 && share.waiting.isEmpty()) {
            shares.remove(ticket.download);
        }
    }

    private @Nullable Runnable grantNext() {
        if (free == 0) {
            return null;
        }
        return shares.values().stream()
                .filter(share -> !share.waiting.isEmpty())
                .min(Comparator.comparingInt(share -> share.inUse))
                .map(this::grant)
                .orElse(null);
    }

    private Runnable grant(Share share) {
        Ticket ticket = share.waiting.removeFirst();
        free--;
        share.inUse++;
        ticket.holds = true;
        return ticket.granted;
    }

    private static void run(@Nullable Runnable granted) {
        if (granted != null) {
            granted.run();
        }
    }
}
