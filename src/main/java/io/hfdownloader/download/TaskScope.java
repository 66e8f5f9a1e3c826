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
 * get lost; whoever has to stop the work, or needs to know that it has really stopped, does so here. No method blocks.
 */
final class TaskScope {

    private final @Nullable TaskScope parent;
    private final Set<TaskScope> children = new HashSet<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private int running;
    private boolean stopRequested;

    /** Work of its own. */
    TaskScope() {
        this.parent = null;
    }

    private TaskScope(TaskScope parent) {
        this.parent = parent;
    }

    /** A part of this work: stopped with it, and this work has not stopped before all of its parts have. */
    TaskScope child() {
        TaskScope child = new TaskScope(this);
        synchronized (this) {
            if (!stopRequested) {
                children.add(child);
                return child;
            }
        }
        child.stop();
        return child;
    }

    /** To be called before each step; false when the work was stopped: the step must not start any more. */
    synchronized boolean startTask() {
        if (stopRequested) {
            return false;
        }
        running++;
        return true;
    }

    /** To be called once after each step that started. */
    void taskStopped() {
        synchronized (this) {
            running--;
        }
        completeIfStopped();
    }

    /** No step starts any more; those that run come to their end. */
    void stop() {
        List<TaskScope> toStop;
        synchronized (this) {
            stopRequested = true;
            toStop = List.copyOf(children);
        }
        toStop.forEach(TaskScope::stop);
        completeIfStopped();
    }

    /** True when nobody waits for the work any more. */
    synchronized boolean isStopRequested() {
        return stopRequested;
    }

    /** Done when the work was stopped and its last step has ended. Whoever waits may cancel the stage; it is a copy. */
    CompletionStage<Void> stopped() {
        return stopped.copy();
    }

    private void completeIfStopped() {
        synchronized (this) {
            if (!stopRequested || running > 0 || !children.isEmpty()) {
                return;
            }
        }
        if (stopped.complete(null) && parent != null) {
            parent.childStopped(this);
        }
    }

    private void childStopped(TaskScope child) {
        synchronized (this) {
            children.remove(child);
        }
        completeIfStopped();
    }
}
