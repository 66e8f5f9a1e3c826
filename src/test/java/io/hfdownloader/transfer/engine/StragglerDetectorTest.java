package io.hfdownloader.transfer.engine;

import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.StreamWithoutConnection;
import io.hfdownloader.transfer.stream.Streams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StragglerDetectorTest {

    private static final long SECOND = 1_000_000_000;
    private static final long SAMPLED = 3 * SECOND;
    private static final long USUAL_RATE = 10 << 20;

    private final StragglerDetector stragglerDetector = new StragglerDetector();
    private final Streams streams = new Streams();

    @BeforeEach
    void aStreamHasShownWhatIsUsual() {
        stragglerDetector.learnFrom(streamOf(USUAL_RATE), SAMPLED);
    }

    @Test
    void findsTheOneThatIsMuchSlowerThanUsual() {
        FileStream slow = add(USUAL_RATE / 5);
        add(USUAL_RATE);

        assertThat(stragglerDetector.findStraggler(streams)).contains(slow);
    }

    @Test
    void findsTheSlowestOfSeveral() {
        add(USUAL_RATE / 6);
        FileStream slowest = add(USUAL_RATE / 60);
        add(USUAL_RATE / 8);

        assertThat(stragglerDetector.findStraggler(streams)).contains(slowest);
    }

    @Test
    void leavesOneAloneThatIsALittleSlowerOnly() {
        add(USUAL_RATE / 3);

        assertThat(stragglerDetector.findStraggler(streams)).isEmpty();
    }

    @Test
    void leavesOneAloneThatIsAboutToHaveAll() {
        add(USUAL_RATE / 10).withRemaining(2 * USUAL_RATE / 10);

        assertThat(stragglerDetector.findStraggler(streams)).isEmpty();
    }

    @Test
    void leavesOneAloneThatIsHeldByUs() {
        add(USUAL_RATE / 10).setPaused(true, SAMPLED);

        assertThat(stragglerDetector.findStraggler(streams)).isEmpty();
    }

    @Test
    void leavesOneAloneThatHasJustStarted() {
        streams.add(StreamWithoutConnection.startedAt(SAMPLED));

        assertThat(stragglerDetector.findStraggler(streams)).isEmpty();
    }

    @Test
    void knowsNothingWhileNoStreamHasBroughtEnough() {
        StragglerDetector fresh = new StragglerDetector();
        fresh.learnFrom(streamOf(1_000), SAMPLED);
        add(1);

        assertThat(fresh.findStraggler(streams)).isEmpty();
    }

    @Test
    void takesWhatIsUsualFromTheLastStreamsThatEnded() {
        add(USUAL_RATE / 6);
        for (int i = 0; i < 20; i++) {
            stragglerDetector.learnFrom(streamOf(USUAL_RATE / 5), SAMPLED);
        }

        assertThat(stragglerDetector.findStraggler(streams))
                .as("all are slow by now")
                .isEmpty();
    }

    @Test
    void doesNotAskAServerAgainAndAgainThatIsSlowWithEverything() {
        add(USUAL_RATE / 10);

        for (int i = 0; i < 8; i++) {
            assertThat(stragglerDetector.findStraggler(streams)).isPresent();
        }
        assertThat(stragglerDetector.findStraggler(streams)).isEmpty();
    }

    private StreamWithoutConnection add(long bytesPerSecond) {
        StreamWithoutConnection stream = streamOf(bytesPerSecond);
        streams.add(stream);
        return stream;
    }

    /** One that has brought bytes at this rate for three seconds. */
    private static StreamWithoutConnection streamOf(long bytesPerSecond) {
        StreamWithoutConnection stream = StreamWithoutConnection.startedAt(0);
        stream.received(3 * bytesPerSecond, SAMPLED);
        stream.sample(SAMPLED);
        return stream;
    }
}
