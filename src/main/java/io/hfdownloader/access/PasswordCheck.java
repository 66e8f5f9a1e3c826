package io.hfdownloader.access;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;

/** Compares passwords with hashes, on threads of its own and few at a time: each takes a processor for a while. */
final class PasswordCheck {

    static final int MAX_WAITING = 16;

    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);
    private static final long IDLE_SECONDS = 10;

    private final Logins logins;
    private final GuessThrottle throttle;
    private final ThreadPoolExecutor workers;

    PasswordCheck(Logins logins, GuessThrottle throttle) {
        this.logins = logins;
        this.throttle = throttle;
        int threads = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2));
        this.workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "password-check");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** Whether the password is right. */
    Uni<LoginResult> check(String network, String user, String password) {
        return Uni.createFrom().deferred(() -> {
            Duration wait = throttle.begin(network);
            return wait.isZero()
                    ? compare(network, user, password)
                    : Uni.createFrom().item(LoginResult.wait(wait));
        });
    }

    private Uni<LoginResult> compare(String network, String user, String password) {
        return Uni.createFrom()
                .item(() -> logins.accepts(user, password))
                .runSubscriptionOn(workers)
                .map(right -> {
                    if (right) {
                        throttle.succeeded(network);
                    }
                    return right ? LoginResult.ACCEPTED : LoginResult.WRONG;
                })
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> {
                    throttle.takeBack(network);
                    return LoginResult.wait(BUSY_WAIT);
                });
    }
}
