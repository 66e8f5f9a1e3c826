package io.hfdownloader.log;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the failures that nobody waits for are a fault of the program. */
@Tag("fast")
class DroppedFailuresTest {

    @Test
    void whatANetworkOrALimitOfTimeDoesIsNoFaultOfOurs() {
        AtomicReference<Throwable> late = new AtomicReference<>();
        Uni.createFrom()
                .nothing()
                .ifNoItem()
                .after(Duration.ofMillis(1))
                .fail()
                .onFailure()
                .invoke(late::set)
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
        assertThat(DroppedFailures.isExpected(late.get())).as("%s", late.get()).isTrue();
        assertThat(DroppedFailures.isExpected(new ClosedChannelException())).isTrue();
        assertThat(DroppedFailures.isExpected(new IllegalStateException("a fault")))
                .isFalse();
    }
}
