package io.hfdownloader.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command to its end or to its time limit. Then it and all that it has started are asked to end (SIGTERM), and those that
 * do not within some seconds are ended (SIGKILL). What it writes is read all the time, so that it never waits for that; the end of it is kept.
 */
final class CommandRun {

    private static final int BUFFER_BYTES = 64 * 1024; // what a pipe holds
    private static final long MAX_PAUSE_MILLIS = 20;
    private static final int MAX_DESCENDANTS = 10_000;

    private final List<String> command;
    private final Duration timeout;
    private final Duration grace;
    private final OutputTail output = new OutputTail();

    CommandRun(List<String> command, Duration timeout, Duration grace) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.grace = grace;
    }

    /** Its last lines, harmless. */
    List<String> lines() {
        return output.lines();
    }

    /** Blocks, for the two times at most. An interrupt ends it and what it has started. */
    Attempt run(Map<String, String> environment, Path folder) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException | RuntimeException failure) {
            return Attempt.refused(Outcome.NOT_STARTED
                    .says("It could not be started"
                            + UntrustedText.sentenceEnd(": ", String.valueOf(failure.getMessage())))
                    .and("words", words(String.valueOf(failure.getMessage()))));
        }
        try {
            return followed(process, timeout) ? ended(process.exitValue()) : stopped(process);
        } catch (InterruptedException stopping) {
            terminate(everyone(process, new HashSet<>()));
            Thread.currentThread().interrupt();
            return Attempt.refused(Outcome.SHUTDOWN.says("It was ended, as this program was."));
        }
    }

    private Attempt ended(int status) {
        List<String> lines = output.lines();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        return status == 0
                ? Attempt.delivered(Outcome.ENDED.says("It ended with status 0."))
                : Attempt.refused(Outcome.ENDED_BADLY
                        .says("It ended with status " + status + UntrustedText.sentenceEnd(": ", last))
                        .and("status", status)
                        .and("words", words(last)));
    }

    private Attempt stopped(Process process) throws InterruptedException {
        Set<ProcessHandle> all = everyone(process, new HashSet<>());
        terminate(all);
        boolean obeyed = followed(process, grace, all);
        everyone(process, all).stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        boolean ended = followed(process, grace);
        return Attempt.refused((obeyed ? Outcome.STOPPED : Outcome.KILLED)
                .says("It had not ended after " + seconds(timeout) + " and was ended"
                        + (obeyed ? "." : " by force, as it did not obey."))
                .and("time", seconds(timeout)));
    }

    private static Set<ProcessHandle> everyone(Process process, Set<ProcessHandle> known) {
        Set<ProcessHandle> found = new HashSet<>(known);
        found.add(process.toHandle());
        for (ProcessHandle one : List.copyOf(found)) {
            one.descendants().limit(MAX_DESCENDANTS).forEach(found::add);
        }
        known.addAll(found);
        return known;
    }

    private static void terminate(Set<ProcessHandle> all) {
        all.forEach(ProcessHandle::destroy);
    }

    /** True when it has ended within the time. */
    private boolean followed(Process process, Duration limit) throws InterruptedException {
        return followed(process, limit, Set.of());
    }

    private boolean followed(Process process, Duration limit, Set<ProcessHandle> others) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        byte[] buffer = new byte[BUFFER_BYTES];
        long pause = 1;
        while (true) {
            pause = drained(process.getInputStream(), buffer) ? 1 : Math.min(MAX_PAUSE_MILLIS, pause * 2);
            boolean over = process.waitFor(pause, TimeUnit.MILLISECONDS);
            if (over && others.stream().noneMatch(ProcessHandle::isAlive)) {
                boolean more = drained(process.getInputStream(), buffer);
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            if (over) {
                TimeUnit.MILLISECONDS.sleep(pause);
            }
        }
    }

    /** What is there now: a read could wait for a grandchild that has the other end open. True when there was something. */
    private boolean drained(InputStream stream, byte[] buffer) {
        boolean some = false;
        try {
            long most = 64L * BUFFER_BYTES; // one that writes without end is not to be read without end
            for (int there = stream.available(); there > 0 && most > 0; there = stream.available()) {
                int read = stream.read(buffer, 0, Math.min(there, buffer.length));
                if (read <= 0) {
                    break;
                }
                output.add(buffer, read);
                most -= read;
                some = true;
            }
        } catch (IOException closed) {
            return some;
        }
        return some;
    }

    private static @Nullable String words(String said) {
        String words = UntrustedText.withoutStop(UntrustedText.message(said));
        return words.isEmpty() ? null : words;
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
