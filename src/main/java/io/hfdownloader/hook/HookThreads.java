package io.hfdownloader.hook;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/** Threads of hooks alone, so that a command that takes long, or a disk that hangs, holds up nobody else. They come and go. */
final class HookThreads {

    private static final Logger LOG = Logger.getLogger(HookThreads.class);
    private static final int MAX_WAITING = 2_000;
    private static final long MAX_IDLE_SECONDS = 10;

    private HookThreads() {}

    /** A single one. What is too much for it is left out, and that is told; what comes after its end is left out without a word. */
    static ThreadPoolExecutor lane(String name) {
        return pool(name, 1, (work, full) -> {
            if (!full.isShutdown()) {
                LOG.warnf("More happens than hooks can be told of (%s); some of it is left out", name);
            }
        });
    }

    /** So many. What is too much for them, or comes after their end, is refused ({@link java.util.concurrent.RejectedExecutionException}). */
    static ThreadPoolExecutor workers(String name, int threads) {
        return pool(name, threads, new ThreadPoolExecutor.AbortPolicy());
    }

    private static ThreadPoolExecutor pool(String name, int threads, RejectedExecutionHandler full) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                MAX_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                },
                full);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
