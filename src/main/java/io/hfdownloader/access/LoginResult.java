package io.hfdownloader.access;

import java.time.Duration;

/**
 * What became of a login.
 *
 * @param accepted whether name and password are right
 * @param pause after which to try again, when nothing was compared; else zero
 */
public record LoginResult(boolean accepted, Duration pause) {

    static final LoginResult ACCEPTED = new LoginResult(true, Duration.ZERO);
    static final LoginResult WRONG = new LoginResult(false, Duration.ZERO);

    static LoginResult wait(Duration wait) {
        return new LoginResult(false, wait);
    }

    /** Whether nothing was compared. */
    public boolean isTooSoon() {
        return !pause.isZero();
    }
}
