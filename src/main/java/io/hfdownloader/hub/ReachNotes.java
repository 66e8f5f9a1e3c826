package io.hfdownloader.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.hfdownloader.hub.HubException.Kind;
import org.jspecify.annotations.Nullable;

/** Remembers how the Hub was found last, and when it may be asked just to find out. For any thread. */
final class ReachNotes {

    /** A page that waits for the Hub's return asks often; the Hub is not to be asked as often. */
    static final Duration BETWEEN_CHECKS = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private HubReach reach = HubReach.UNKNOWN;
    private long answers;
    private final Map<Object, Long> waiting = new LinkedHashMap<>();
    private @Nullable Long lastAnswer;
    private boolean checking;
    private @Nullable Long lastCheck;

    /** @param nanoTime time that nobody sets, as {@link System#nanoTime} */
    ReachNotes(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    synchronized HubReach reach() {
        return reach.silentFor(silentSeconds());
    }

    /** A request begins; what this gives is to be given to {@link #ended}. */
    synchronized Object begun() {
        Object request = new Object();
        waiting.put(request, nanoTime.getAsLong());
        return request;
    }

    /** Whatever came of a request. */
    synchronized void ended(Object request) {
        waiting.remove(request);
    }

    /** The one that waits longest was put in first. While answers come to others, it is the question that is slow, not the Hub. */
    private @Nullable Long silentSeconds() {
        Iterator<Long> begins = waiting.values().iterator();
        if (!begins.hasNext()) {
            return null;
        }
        long since = begins.next();
        if (lastAnswer != null && lastAnswer - since > 0) {
            since = lastAnswer;
        }
        return Duration.ofNanos(nanoTime.getAsLong() - since).toSeconds();
    }

    /** How many answers came so far, to be given back with a failure. */
    synchronized long answers() {
        return answers;
    }

    synchronized void answered() {
        answers++;
        lastAnswer = nanoTime.getAsLong();
        if (!Boolean.TRUE.equals(reach.reachable())) {
            reach = new HubReach(true, clock.instant(), null, null);
        }
    }

    /**
     * What is no answer of the Hub and no silence either, such as a mistake of ours, tells nothing.
     *
     * @param answersBefore how many there were when the request began: what waited in vain while others were answered
     *     does not overrule them
     */
    synchronized void failed(Throwable failure, long answersBefore) {
        if (!(failure instanceof HubException refusal)) {
            return;
        }
        if (refusal.kind() != Kind.UNAVAILABLE && refusal.kind() != Kind.NOT_A_HUB) {
            answered();
        } else if (answers == answersBefore) {
            reach = new HubReach(
                    false, reach.outOfReach() ? reach.since() : clock.instant(), refusal.getMessage(), null);
        }
    }

    /** True for the one caller that is to ask now; it calls {@link #checkEnded} when it knows. */
    synchronized boolean beginCheck() {
        long now = nanoTime.getAsLong();
        boolean due = lastCheck == null || now - lastCheck >= BETWEEN_CHECKS.toNanos();
        if (!reach.outOfReach() || checking || !due) {
            return false;
        }
        checking = true;
        lastCheck = now;
        return true;
    }

    synchronized void checkEnded() {
        checking = false;
    }
}
