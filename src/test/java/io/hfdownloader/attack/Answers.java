package io.hfdownloader.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at every answer that any client had. Safe for all threads. */
final class Answers {

    private static final Pattern HEAD = Pattern.compile("^HTTP/\\d[.\\d]* (\\d{3})", Pattern.MULTILINE);
    private static final int SERVER_ERROR = 500;

    private final Findings findings;
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final List<Long> statusNanos = Collections.synchronizedList(new ArrayList<>());

    Answers(Findings findings) {
        this.findings = findings;
    }

    /** @param text head and body as they came */
    void record(String request, String text) {
        Matcher heads = HEAD.matcher(text);
        while (heads.find()) {
            count(request, Integer.parseInt(heads.group(1)), text);
        }
        look(request, text);
    }

    void record(String request, int status, String text) {
        count(request, status, text);
        look(request, text);
    }

    void statusTook(long nanos) {
        statusNanos.add(nanos);
    }

    private void count(String request, int status, String text) {
        statuses.computeIfAbsent(status, first -> new LongAdder()).increment();
        if (status == SERVER_ERROR) {
            findings.add("an answer 500", request + "\n" + text);
        }
    }

    private void look(String request, String text) {
        Secrets.in(text).ifPresent(secret -> findings.add("a secret in an answer", request + "\n..." + secret));
    }

    void print() {
        System.out.println("answers by status: " + statuses);
        List<Long> sorted = statusNanos.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            System.out.printf(
                    "GET /api/status: %d answers, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                    sorted.size(),
                    sorted.get(sorted.size() / 2) / 1e6,
                    sorted.get(sorted.size() * 99 / 100) / 1e6,
                    sorted.get(sorted.size() - 1) / 1e6);
        }
    }
}
