package io.hfdownloader.cache;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SingleFlightTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private int calls;
    private final SingleFlight<Integer> flight = new SingleFlight<>(workers::add, this::work);

    private Integer work() throws IOException {
        calls++;
        if (calls == 2) {
            throw new IOException("The second look fails");
        }
        if (calls == 3) {
            throw new StackOverflowError("The third look breaks");
        }
        return calls;
    }

    @Test
    void workThatHangsHoldsOneWorkerHoweverManyAskAndGiveUp() {
        UniAssertSubscriber<Integer> first = ask();
        first.cancel();
        ask().cancel();
        UniAssertSubscriber<Integer> patient = ask();
        UniAssertSubscriber<Integer> another = ask();
        assertThat(workers).hasSize(1);

        workers.remove().run();

        patient.assertItem(1);
        another.assertItem(1);
        first.assertNotTerminated();
    }

    @Test
    void whoAsksAfterwardsHasAnotherLookAlsoAfterAFailure() {
        ask();
        workers.remove().run();
        UniAssertSubscriber<Integer> second = ask();
        workers.remove().run();
        second.assertFailedWith(IOException.class, "The second look fails");
        UniAssertSubscriber<Integer> third = ask();
        workers.remove().run();
        third.assertFailedWith(StackOverflowError.class, "The third look breaks");
        UniAssertSubscriber<Integer> fourth = ask();
        workers.remove().run();
        fourth.assertItem(4);
    }

    private UniAssertSubscriber<Integer> ask() {
        return flight.result().subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
