package io.hfdownloader.attack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What must not happen and did, each kind with its first example, as it is printed when it comes. Safe for all threads. */
final class Findings {

    private static final int MAX_CHARS = 3_000;

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    void add(String what, String example) {
        if (counts.computeIfAbsent(what, first -> new AtomicInteger()).incrementAndGet() == 1) {
            String shown = example.length() > MAX_CHARS ? example.substring(0, MAX_CHARS) + " ..." : example;
            System.out.println("FOUND " + what + ": " + shown);
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    void print() {
        counts.forEach((what, count) -> System.out.println("FAIL  " + what + ", " + count + " times"));
    }
}
