package io.hfdownloader.standin.fault;

import java.time.Duration;

import io.hfdownloader.standin.http.Exchange;

/**
 * How long a link is good.
 *
 * @param byteLimit how many bytes may come through it; negative for no limit
 */
public record LinkValidity(Duration lifetime, long byteLimit) {

    /** The usual ones, unless a fault for those who ask says otherwise. */
    public static LinkValidity of(FaultInjector faultInjector, Exchange exchange, Duration usualLife) {
        Duration life = usualLife;
        long byteLimit = -1;
        for (FaultInjector.InjectedFault injectedFault : faultInjector.matching(Fault.Phase.LINK, exchange)) {
            if (injectedFault.tryTrigger()) {
                if (injectedFault.fault().kind() == Fault.Kind.LINK_EXPIRES) {
                    life = Duration.ofSeconds(injectedFault.fault().amount());
                } else {
                    byteLimit = injectedFault.fault().amount();
                }
            }
        }
        return new LinkValidity(life, byteLimit);
    }
}
