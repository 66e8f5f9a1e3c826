package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.channel.DefaultEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An event loop that is parked for ever serves nobody, and is found. */
@Tag("fast")
class EventLoopWatchTest {

    private static final int LOOKS_OF_A_MINUTE = 13;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final EventLoopWatch.Loop watched = new EventLoopWatch.Loop(loop);
    private final List<String> standing = new ArrayList<>();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aLoopThatStandsForAMinuteIsTold() {
        CountDownLatch parked = new CountDownLatch(1);
        loop.execute(() -> await(parked));
        look(LOOKS_OF_A_MINUTE - 1);
        assertThat(standing).isEmpty();
        look(1);
        assertThat(standing).hasSize(1);
        parked.countDown();
    }

    @Test
    void aLoopThatGoesOnInTimeIsNot() throws Exception {
        for (int minute = 0; minute < 3; minute++) {
            CountDownLatch parked = new CountDownLatch(1);
            loop.execute(() -> await(parked));
            look(LOOKS_OF_A_MINUTE - 1);
            parked.countDown();
            loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
        }
        assertThat(standing).isEmpty();
    }

    @Test
    void aLoopThatWasClosedIsNotTakenForOneThatStands() {
        close();
        look(3 * LOOKS_OF_A_MINUTE);
        assertThat(standing).isEmpty();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watched.look(standing::add);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
