package io.hfdownloader.standin.xet;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time as the storage's servers have it, which may differ from that of this machine. */
final class XetClock {

    private volatile Duration ahead = Duration.ZERO;

    void runAhead(Duration difference) {
        ahead = difference;
    }

    long seconds() {
        return now().getEpochSecond();
    }

    /** For a {@code Date} header. */
    String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC));
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }
}
