package io.hfdownloader.command;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.hfdownloader.command.outcome.ExitCode;
import io.quarkus.runtime.Application;
import org.jspecify.annotations.Nullable;

/** The end by Ctrl-C or SIGTERM: whoever waits says a last word, what runs ends in good order, and the status says that it was that. */
final class Interruption {

    private static final Runnable NOTHING = () -> {};
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final AtomicReference<Runnable> lastWord = new AtomicReference<>(NOTHING);
    private volatile boolean expected;
    private volatile boolean happened;

    /** What to say when it happens from here on. */
    void lastWord(Runnable word) {
        lastWord.set(word);
    }

    /** From here on the process ends by itself. */
    void expectEnd() {
        expected = true;
    }

    boolean hasHappened() {
        return happened;
    }

    /** From here on, whatever ends the process before {@link #expectEnd} is an interruption. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interruption"));
    }

    private void end() {
        if (expected) {
            return;
        }
        happened = true;
        lastWord.getAndSet(NOTHING).run();
        awaitClosed(Application.currentApplication());
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime()
                .halt(ExitCode.INTERRUPTED.status()); // a signal's own status would be another for each signal
    }

    /** Another hook, which Quarkus has registered, closes it. */
    private static void awaitClosed(@Nullable Application started) {
        if (started == null) {
            return;
        }
        Thread closed = new Thread(started::awaitShutdown, "close");
        closed.setDaemon(true);
        closed.start();
        try {
            closed.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
