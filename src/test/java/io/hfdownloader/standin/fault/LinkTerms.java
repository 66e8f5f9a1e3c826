package io.hfdownloader.standin.fault;

import java.time.Duration;

import io.hfdownloader.standin.http.Exchange;

/**
 * How long a link is good.
 *
 * @param byteLimit how many bytes may come through it; negative for no limit
 */
public record LinkTerms(Duration life, long byteLimit) {

    /** The usual ones, unless a fault for those who ask says otherwise. */
    public static LinkTerms of(Faults faults, Exchange exchange, Duration usualLife) {
        Duration life = usualLife;
        long byteLimit = -1;
        for (Faults.Armed armed : faults.matching(Fault.Phase.LINK, exchange)) {
            if (armed.take()) {
                if (armed.fault().kind() == Fault.Kind.LINK_EXPIRES) {
                    life = Duration.ofSeconds(armed.fault().amount());
                } else {
                    byteLimit = armed.fault().amount();
                }
            }
        }
        return new LinkTerms(life, byteLimit);
    }
}
