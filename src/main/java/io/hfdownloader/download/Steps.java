package io.hfdownloader.download;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The steps of some work that cannot be broken off half way: blocking ones on workers, transfers whose files have to be
 * closed. Cancelling a result does not wait for them, and a cancellation that comes while steps are being chained may
 * get lost; who has to stop the work, or needs it to be really over, does so here. No method blocks.
 */
final class Steps {

    private final @Nullable Steps whole;
    private final Set<Steps> parts = new HashSet<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int running;
    private boolean stopped;

    /** Work of its own. */
    Steps() {
        this.whole = null;
    }

    private Steps(Steps whole) {
        this.whole = whole;
    }

    /** A part of this work: stopped with it, and this work is not over before all of its parts are. */
    Steps part() {
        Steps part = new Steps(this);
        synchronized (this) {
            if (!stopped) {
                parts.add(part);
                return part;
            }
        }
        part.stop();
        return part;
    }

    /** To be called before each step; false when the work was stopped: the step must not begin any more. */
    synchronized boolean begin() {
        if (stopped) {
            return false;
        }
        running++;
        return true;
    }

    /** To be called once after each step that began. */
    void end() {
        synchronized (this) {
            running--;
        }
        finish();
    }

    /** No step begins any more; those that run come to their end. */
    void stop() {
        List<Steps> stoppedToo;
        synchronized (this) {
            stopped = true;
            stoppedToo = List.copyOf(parts);
        }
        stoppedToo.forEach(Steps::stop);
        finish();
    }

    /** True when nobody waits for the work any more. */
    synchronized boolean isStopped() {
        return stopped;
    }

    /** Done when the work was stopped and its last step has ended. Who waits may cancel the stage; it is a copy. */
    CompletionStage<Void> over() {
        return over.copy();
    }

    private void finish() {
        synchronized (this) {
            if (!stopped || running > 0 || !parts.isEmpty()) {
                return;
            }
        }
        if (over.complete(null) && whole != null) {
            whole.left(this);
        }
    }

    private void left(Steps part) {
        synchronized (this) {
            parts.remove(part);
        }
        finish();
    }
}
