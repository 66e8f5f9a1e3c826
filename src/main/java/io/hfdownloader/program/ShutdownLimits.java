package io.hfdownloader.program;

import java.time.Duration;

/**
 * How long each step of an orderly end may take, one after the other. Supervisors kill what has not ended after some seconds; nothing is
 * lost by a step that is cut short, as what was written outlives the process.
 */
public final class ShutdownLimits {

    /** All of them. */
    public static final Duration ALL = Duration.ofSeconds(5);

    /** Requests under way: {@code quarkus.shutdown.timeout}. */
    static final Duration REQUESTS = Duration.ofSeconds(1);

    /** Workers that do something still: {@code quarkus.thread-pool.shutdown-timeout}. */
    static final Duration WORKERS = Duration.ofMillis(300);

    /** Downloads are stopped, what has arrived is forced to the disk. */
    public static final Duration DOWNLOADS = Duration.ofMillis(1_500);

    /** Hooks are told of what is being sent, and then what is left is kept for the next start. */
    public static final Duration HOOKS = Duration.ofMillis(250);

    /** The list of downloads is saved, and then what is known of branches. */
    public static final Duration STATE = Duration.ofMillis(500);

    /** The threads that write, force and hash. */
    public static final Duration DISK_WORKERS = Duration.ofMillis(400);

    /** The lock of the models directory is looked after by somebody else just now, and then its marker. */
    public static final Duration LOCK = Duration.ofMillis(150);

    private ShutdownLimits() {}
}
