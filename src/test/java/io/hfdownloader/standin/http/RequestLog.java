package io.hfdownloader.standin.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the stand-in was asked and what it sent, for tests to look at. Keeps the last 20,000 requests. */
public final class RequestLog {

    private static final int MAX_REQUESTS = 20_000;

    private final Deque<RequestTrace> traces = new ArrayDeque<>();
    private final Map<ServerRole, Integer> connections = new ConcurrentHashMap<>();
    private final Map<String, FileCounters> files = new ConcurrentHashMap<>();

    public synchronized void add(Exchange exchange) {
        if (traces.size() == MAX_REQUESTS) {
            traces.removeFirst();
        }
        traces.addLast(exchange.trace());
    }

    /** Somebody has connected to this host. */
    public void connected(ServerRole host) {
        connections.merge(host, 1, Integer::sum);
    }

    /** How many connections to this host were made. */
    public int connections(ServerRole host) {
        return connections.getOrDefault(host, 0);
    }

    public synchronized List<LoggedRequest> requests() {
        return traces.stream().map(RequestTrace::seen).toList();
    }

    public synchronized void clear() {
        traces.clear();
        connections.clear();
        files.values().forEach(FileCounters::reset);
    }

    public FileCounters counters(String file) {
        return files.computeIfAbsent(file, ignored -> new FileCounters());
    }

    /** How many bytes came through the link with this signature, as far as its requests are still kept. */
    public synchronized long bytesThrough(String signature) {
        return traces.stream()
                .map(RequestTrace::seen)
                .filter(request -> request.uri().contains(signature))
                .mapToLong(LoggedRequest::bytesSent)
                .sum();
    }

    public long bytesSent(String part) {
        return files.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .mapToLong(entry -> entry.getValue().bytes.sum())
                .sum();
    }

    public int maxConcurrent(String part) {
        return files.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .mapToInt(entry -> entry.getValue().maxActive.get())
                .max()
                .orElse(0);
    }

    /** Counts of one file; only bodies count, not redirects or refusals. */
    public static final class FileCounters {
        private final LongAdder bytes = new LongAdder();
        private final AtomicInteger active = new AtomicInteger();
        private final AtomicInteger maxActive = new AtomicInteger();

        public int active() {
            return active.get();
        }

        void start() {
            maxActive.accumulateAndGet(active.incrementAndGet(), Math::max);
        }

        void sent(int count) {
            bytes.add(count);
        }

        void stop() {
            active.decrementAndGet();
        }

        private void reset() {
            bytes.reset();
            maxActive.set(active.get());
        }
    }
}
