package io.hfdownloader.web.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All connections of clients. Whoever comes when there are as many as may be takes the place of the one that has asked for nothing for
 * longest; who makes answers and does not read them is ended when others need the memory, and a reader only when all have far too much.
 * Safe from any thread; never blocks.
 */
@ApplicationScoped
class OpenConnections {

    private static final Logger LOG = Logger.getLogger(OpenConnections.class);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LOG_INTERVAL_MILLIS = 60_000;

    /** What a client makes of its answer, as it was seen. */
    private record Unread(ClientConnection by, boolean isStalled, boolean isTaking) {

        /** Those first who are to end first. */
        static final Comparator<Unread> ORDER = Comparator.comparing((Unread each) -> !each.isStalled())
                .thenComparing(Unread::isTaking)
                .thenComparingLong(each -> each.by().unreadSince());
    }

    private final ConnectionLimits limits;
    /** In the order of their reasons. */
    private final List<Counter> ended;

    private final LongSupplier nanoTime;
    private final long begunNanos;

    /** In the order they came; guarded by this, as are the sum of their unread bytes and the time of the last line in the log. */
    private final Set<ClientConnection> open = new LinkedHashSet<>();

    /** Ended, but their event loop has not closed them yet: each has its descriptor until then. Guarded by this. */
    private final Set<ClientConnection> closing = new HashSet<>();

    private long unreadBytes;
    private long loggedMillis = -LOG_INTERVAL_MILLIS;

    @Inject
    OpenConnections(MeterRegistry metrics) {
        this(ConnectionLimits.ofThisProcess(), metrics, System::nanoTime);
    }

    OpenConnections(ConnectionLimits limits, MeterRegistry metrics, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
        Gauge.builder("hf_downloader.connections.open", this, OpenConnections::size)
                .description("Connections of clients that are open")
                .register(metrics);
        Gauge.builder("hf_downloader.connections.max", limits, ConnectionLimits::inAll)
                .description("Connections of clients that may be open, half of them from one address")
                .register(metrics);
        Gauge.builder("hf_downloader.answers.unread.bytes", this, OpenConnections::unreadBytes)
                .description("Answers in memory that clients have not read yet")
                .baseUnit("bytes")
                .register(metrics);
        this.ended = Arrays.stream(EndReason.values())
                .map(reason -> Counter.builder("hf_downloader.connections.ended")
                        .description("Connections of clients that were ended or not taken, by reason")
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                        .register(metrics))
                .toList();
    }

    /** Since the start, from 1 on. */
    long millis() {
        return (nanoTime.getAsLong() - begunNanos) / NANOS_PER_MILLI + 1;
    }

    /** Whether there is a place for it, which another one may lose. */
    boolean admit(ClientConnection fresh) {
        EndReason full;
        ClientConnection replaced;
        synchronized (this) {
            full = fullFor(fresh.network());
            replaced = full == null || closing.size() >= limits.closing() ? null : oldestIdle(full, fresh.network());
            if (full == null || replaced != null) {
                open.add(fresh);
            }
        }
        if (full == null) {
            return true;
        } else if (replaced == null) {
            tell(EndReason.REFUSED);
            return false;
        }
        end(replaced, full);
        return true;
    }

    private @Nullable EndReason fullFor(RemoteNetwork network) {
        if (network.isLimited()
                && open.stream().filter(each -> each.network().equals(network)).count() >= limits.perNetwork()) {
            return EndReason.NETWORK;
        }
        return open.size() >= limits.inAll() ? EndReason.PLACE : null;
    }

    private @Nullable ClientConnection oldestIdle(EndReason full, RemoteNetwork network) {
        return open.stream()
                .filter(each -> each.idleSince() != ClientConnection.BUSY)
                .filter(each -> full != EndReason.NETWORK || each.network().equals(network))
                .min(Comparator.comparingLong(ClientConnection::idleSince))
                .orElse(null);
    }

    /** Ends it, and counts it no more from now on. Nothing happens when that was done before. */
    void end(ClientConnection connection, EndReason reason) {
        if (remove(connection, true)) {
            tell(reason);
            connection.endNow();
        }
    }

    /** It has gone, whoever wanted that. */
    void closed(ClientConnection connection) {
        boolean unused = remove(connection, false);
    }

    private synchronized boolean remove(ClientConnection connection, boolean isToBeClosed) {
        if (!open.remove(connection)) {
            boolean unused = closing.remove(connection);
            return false;
        }
        if (isToBeClosed) {
            closing.add(connection);
        }
        unreadBytes -= connection.countUnread(0);
        return true;
    }

    /** So many bytes of its answers wait now to be read. */
    void unread(ClientConnection connection, long bytes) {
        boolean isMore;
        synchronized (this) {
            if (!open.contains(connection)) {
                return;
            }
            long before = connection.countUnread(bytes);
            unreadBytes += bytes - before;
            isMore = bytes > before;
        }
        if (isMore) {
            endUnread(millis());
        }
    }

    /** When too many bytes wait to be read, those end who take nothing, for longest first, then others; who reads is the last. */
    private void endUnread(long now) {
        List<ClientConnection> ending = new ArrayList<>();
        synchronized (this) {
            long left = unreadBytes;
            List<Unread> waiting = longestUnread(now);
            for (Unread each : waiting) {
                // one answer may be larger than all are to be together: who alone is left, and takes it, gets it
                boolean isAlone = ending.size() == waiting.size() - 1;
                if (left <= (isAlone && !each.isStalled() ? limits.maxUnreadBytes() : limits.unreadBytes())) {
                    break;
                }
                left -= each.by().unreadBytes();
                ending.add(each.by());
            }
        }
        ending.forEach(each -> end(each, EndReason.MEMORY));
    }

    private List<Unread> longestUnread(long now) {
        return unreadBytes <= limits.unreadBytes()
                ? List.of()
                : open.stream()
                        .filter(each -> each.unreadBytes() > 0)
                        .map(each -> new Unread(each, each.isStalled(now), each.isTaking()))
                        .sorted(Unread.ORDER)
                        .toList();
    }

    /** Ends those whose time is over; to be called every second or so, never by two at a time. */
    void look() {
        long now = millis();
        List<ClientConnection> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        for (ClientConnection connection : all) {
            EndReason overdue = connection.overdue(now);
            if (overdue != null) {
                end(connection, overdue);
            }
        }
        endUnread(now);
    }

    synchronized int size() {
        return open.size();
    }

    synchronized long unreadBytes() {
        return unreadBytes;
    }

    private void tell(EndReason reason) {
        ended.get(reason.ordinal()).increment();
        if (reason != EndReason.IDLE && isTimeToLog()) { // browsers leave connections idle
            LOG.warnf(
                    "A client's connection was ended or not taken: %s. %d are open of %d; /q/metrics counts all by reason.",
                    reason.words(), size(), limits.inAll());
        }
    }

    private synchronized boolean isTimeToLog() {
        long now = millis();
        if (now - loggedMillis < LOG_INTERVAL_MILLIS) {
            return false;
        }
        loggedMillis = now;
        return true;
    }
}
