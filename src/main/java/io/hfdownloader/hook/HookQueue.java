package io.hfdownloader.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.message.HookText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one hook has still to be told of, one after the other. All but {@link #last}, {@link #waiting} and {@link #tryOut} is done
 * on the lane, a single thread for all hooks, so that nothing needs a lock.
 */
final class HookQueue {

    private static final Logger LOG = Logger.getLogger(HookQueue.class);
    static final int MAX_WAITING = 100;

    private final Hook hook;
    private final Sender sender;
    private final RetrySchedule schedule;
    private final Executor lane;
    private final Runnable changed;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final AtomicBoolean tried = new AtomicBoolean();
    private @Nullable Pending underWay;
    private boolean untilLater;
    private boolean full;
    private volatile CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);
    private volatile int waiting;
    private volatile @Nullable Delivery last;

    /**
     * Something it is to be told of.
     *
     * @param tries how often that was tried in vain
     */
    record Pending(Occurrence what, int tries) {}

    /**
     * @param lane one thread, on which what is kept is changed
     * @param changed is called there when what is pending has changed; may block until it is kept
     */
    HookQueue(Hook hook, Sender sender, RetrySchedule schedule, Executor lane, Runnable changed) {
        this.hook = hook;
        this.sender = sender;
        this.schedule = schedule;
        this.lane = lane;
        this.changed = changed;
    }

    Hook hook() {
        return hook;
    }

    HookView view() {
        return new HookView(
                hook.name(), hook.kind(), hook.events().stream().sorted().toList(), hook.shown(), waiting, last);
    }

    /** Done when nothing is being sent at this moment. Any thread. */
    CompletionStage<Void> idle() {
        return idle;
    }

    /** What a restart would have to know. A command is not run a second time because it, or somebody else, ended the program. */
    List<Pending> pending() {
        return pending.stream()
                .filter(one -> !(hook.isCommand() && one == underWay))
                .toList();
    }

    /** It stands in the queue; to be kept, and then {@linkplain #next sent}. */
    void add(Pending one) {
        if (pending.size() >= MAX_WAITING) {
            Pending oldest = underWay == null ? pending.removeFirst() : second();
            LOG.logf(
                    full ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "Hook %s has %d messages waiting; until there is room it is not told of the oldest: %s",
                    hook.name(),
                    MAX_WAITING,
                    title(oldest));
            full = true;
        } else {
            full = false;
        }
        pending.addLast(one);
        waiting = pending.size();
    }

    private Pending second() {
        Pending first = pending.removeFirst();
        Pending second = pending.removeFirst();
        pending.addFirst(first);
        return second;
    }

    /** Sends the oldest, unless something is being sent or has to wait. */
    void next() {
        Pending first = pending.peekFirst();
        if (first == null || underWay != null || untilLater) {
            return;
        }
        underWay = first;
        CompletableFuture<Void> done = new CompletableFuture<>();
        idle = done;
        if (hook.isCommand()) {
            changed.run();
        }
        Delivery running = Delivery.running(first.what(), hook.name(), first.tries() + 1);
        last = running;
        var told = attempt(first.what()).thenAcceptAsync(attempt -> ended(first, running, attempt), lane);
        var unused = told.whenComplete((nothing, failure) -> done.complete(null));
    }

    private void ended(Pending first, Delivery running, Attempt attempt) {
        underWay = null;
        boolean again = attempt.verdict() == Attempt.Verdict.PASSING && !schedule.isOver(first.tries() + 1);
        pending.remove(first);
        if (again) {
            Duration wait = schedule.after(first.tries() + 1, attempt.after());
            pending.addFirst(new Pending(first.what(), first.tries() + 1));
            untilLater = true;
            var unused = WaitTimers.shared()
                    .schedule(() -> lane.execute(this::goOn), wait.toMillis(), TimeUnit.MILLISECONDS);
            last = running.ended(
                    Delivery.State.RETRYING, attempt.detail(), Instant.now().plus(wait));
        } else {
            last = running.ended(state(attempt), attempt.detail(), null);
        }
        waiting = pending.size();
        tell(last, first);
        changed.run();
        next();
    }

    private void goOn() {
        untilLater = false;
        next();
    }

    /**
     * Tells it that somebody tries it, now and once, beside what is pending. Any thread; fails when that is being done already. Whoever
     * cancels what comes back does not cancel the try.
     */
    CompletionStage<Delivery> tryOut(Occurrence test) {
        if (!tried.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(HookException.busy(hook.name()));
        }
        Delivery running = Delivery.running(test, hook.name(), 1);
        last = running;
        CompletionStage<Delivery> over = attempt(test)
                .thenApply(attempt -> {
                    Delivery ended = running.ended(state(attempt), attempt.detail(), null);
                    last = ended;
                    tell(ended, new Pending(test, 0));
                    return ended;
                })
                .whenComplete((delivery, failure) -> tried.set(false));
        return over.thenApply(delivery -> delivery); // a stage that was cancelled would not do what follows on it
    }

    /** As the sender's, and certainly without a failure: one message that cannot be made must not stop those behind it. */
    private CompletionStage<Attempt> attempt(Occurrence what) {
        try {
            return sender.attempt(what).exceptionally(HookQueue::broken);
        } catch (RuntimeException failure) {
            return CompletableFuture.completedFuture(broken(failure));
        }
    }

    private static Attempt broken(Throwable failure) {
        return Attempt.refused(
                Outcome.FAULT.says("It could not be told (" + failure.getClass().getSimpleName() + ")."));
    }

    private static Delivery.State state(Attempt attempt) {
        return attempt.verdict() == Attempt.Verdict.DELIVERED ? Delivery.State.DELIVERED : Delivery.State.FAILED;
    }

    private void tell(Delivery delivery, Pending one) {
        switch (delivery.state()) {
            case DELIVERED -> LOG.infof("Hook %s was told: %s. %s", hook.name(), delivery.title(), delivery.detail());
            case RETRYING ->
                LOG.logf(
                        one.tries() == 0 ? Logger.Level.WARN : Logger.Level.DEBUG,
                        "Hook %s could not be told: %s. %s It is tried again at %s",
                        hook.name(),
                        delivery.title(),
                        delivery.detail(),
                        delivery.nextAt());
            case FAILED, RUNNING ->
                LOG.warnf(
                        "Hook %s could not be told, and it is not tried again: %s. %s",
                        hook.name(), delivery.title(), delivery.detail());
        }
    }

    private String title(Pending one) {
        return HookText.of(one.what(), hook.name()).title();
    }
}
