package io.hfdownloader.startup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ExitDeadlineTest {

    @Test
    void anEndThatHangsIsEndedAndKeepsNoProcessAlive() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);

        Thread deadline = ExitDeadline.start(Duration.ofMillis(20), ended::countDown);

        assertThat(deadline.isDaemon()).isTrue();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
