package io.hfdownloader.web.http;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that begin requests and do not end them: what they may hold over all. */
@Tag("fast")
class RequestBodiesTest {

    private final List<Body> givenUp = new ArrayList<>();
    private final RequestBodies bodies = new RequestBodies(1_000, new SimpleMeterRegistry());

    private final class Body implements RequestBodies.Arriving {

        @Override
        public void giveUp() {
            givenUp.add(this);
        }
    }

    @Test
    void whoComesLaterTakesThePlaceOfWhoHasBeenAtItForLongest() {
        Body first = began(400);
        Body second = began(400);
        Body third = began(400);
        assertThat(givenUp).containsExactly(first);
        began(900);
        assertThat(givenUp).containsExactly(first, second, third);
        assertThat(bodies.usedBytes()).isEqualTo(900);
    }

    @Test
    void whatHasComeWholeTakesNoRoomAndIsNotEnded() {
        Body first = began(900);
        bodies.ended(first);
        began(900);
        assertThat(bodies.usedBytes()).isEqualTo(900);
        bodies.timedOut(first);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void whatDoesNotComeInItsTimeIsEndedOnce() {
        Body slow = began(10);
        bodies.timedOut(slow);
        bodies.timedOut(slow);
        assertThat(givenUp).containsExactly(slow);
        assertThat(bodies.usedBytes()).isZero();
    }

    /** Whatever a client says: one alone has its place, so that a small budget is no reason to refuse all. */
    @Test
    void oneAloneIsServedThoughItIsLargerThanAllMayBe() {
        Body large = began(5_000);
        assertThat(givenUp).isEmpty();
        began(1);
        assertThat(givenUp).containsExactly(large);
    }

    private Body began(long bytes) {
        Body body = new Body();
        bodies.began(body, bytes);
        return body;
    }
}
