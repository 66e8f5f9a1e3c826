package io.hfdownloader.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/** Failures that nobody waits for any more: told in one line, but for those that are a fault of ours. */
@ApplicationScoped
class DroppedFailures {

    private static final Logger LOG = Logger.getLogger(DroppedFailures.class);

    private final LogRate rate = new LogRate(System::nanoTime);

    void listen(@Observes StartupEvent start) {
        Infrastructure.setDroppedExceptionHandler(this::tell);
    }

    private void tell(Throwable failure) {
        if (isExpected(failure)) {
            rate.tell(failure.getClass().getName())
                    .ifPresent(before -> LOG.infof(
                            "Nobody waited any more for what then failed: %s (%d more like it before)",
                            Strangers.words(failure), before));
        } else {
            LOG.error("Something failed that nobody waited for any more, for a reason that nobody expected", failure);
        }
    }

    /** A limit of time may end just as the wait for it is given up, too. */
    static boolean isExpected(Throwable failure) {
        return failure instanceof ProblemException
                || failure instanceof TimeoutException
                || Strangers.areToBlame(failure)
                || Strangers.isOfTheEnd(failure);
    }
}
