package io.hfdownloader.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How often the log tells of one kind of thing that others can bring about at will: once a minute. For any thread. */
final class LogRate {

    private static final long PAUSE_NANOS = 60_000_000_000L;

    /** Of more kinds the one that was told longest ago is forgotten, and told anew. */
    private static final int MAX_KINDS = 64;

    private final LongSupplier nanoTime;
    private final Map<String, Told> told = new LinkedHashMap<>();

    private static final class Told {

        private long nanos;
        private long since;
    }

    LogRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many like it were not told since the last one that was; empty when this one is not to be told either. */
    synchronized OptionalLong tell(String kind) {
        long now = nanoTime.getAsLong();
        Told last = told.get(kind);
        if (last != null && now - last.nanos < PAUSE_NANOS) {
            last.since++;
            return OptionalLong.empty();
        }
        told.remove(kind);
        if (told.size() == MAX_KINDS) {
            told.remove(told.keySet().iterator().next());
        }
        Told fresh = new Told();
        fresh.nanos = now;
        told.put(kind, fresh);
        return OptionalLong.of(last == null ? 0 : last.since);
    }
}
