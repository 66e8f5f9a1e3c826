package io.hfdownloader.standin.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.http.Exchange;

/** The misbehaviours in force. Safe for all threads. */
public final class FaultInjector {

    private final List<InjectedFault> armed = new CopyOnWriteArrayList<>();

    /** From now on this goes wrong. */
    public InjectedFault add(Fault fault) {
        InjectedFault entry = new InjectedFault(fault);
        armed.add(entry);
        return entry;
    }

    /** From now on this goes well again, except for answers that are under way. */
    public void remove(InjectedFault entry) {
        armed.remove(entry);
    }

    /** From now on all goes well, except for answers that are under way. */
    public void clear() {
        armed.clear();
    }

    /** All that were added since the last {@link #clear}, used up or not. */
    public List<InjectedFault> all() {
        return List.copyOf(armed);
    }

    public List<InjectedFault> matching(Fault.Phase phase, Exchange exchange) {
        return armed.stream()
                .filter(entry -> entry.fault.matches(phase, exchange))
                .toList();
    }

    /** A fault in force, which counts how often it happened. */
    public static final class InjectedFault {

        private final Fault fault;
        private final AtomicInteger hits = new AtomicInteger();

        private InjectedFault(Fault fault) {
            this.fault = fault;
        }

        /** What goes wrong. */
        public Fault fault() {
            return fault;
        }

        /** How often it has happened. */
        public int hits() {
            return hits.get();
        }

        /** True when it may happen (once more), which then is counted. */
        public boolean tryTrigger() {
            return hits.getAndUpdate(n -> n < fault.times() ? n + 1 : n) < fault.times();
        }
    }
}
