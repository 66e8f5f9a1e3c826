package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still at noon until it is set. */
final class SettableClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

    void jump(Duration by) {
        now = now.plus(by);
    }

    void setTo(LocalTime time) {
        now = now.atZone(getZone()).with(time).toInstant();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("It is always UTC");
    }
}
