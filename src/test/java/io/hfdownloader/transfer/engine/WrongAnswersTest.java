package io.hfdownloader.transfer.engine;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers that are not what was asked, and bytes that are not those of the file. */
class WrongAnswersTest extends EngineTestBase {

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"IGNORE_RANGE", "WRONG_CONTENT_RANGE", "SHORT_BODY", "LONG_BODY", "GZIP", "OTHER_TAG"})
    void wrongAnswerNowAndThenIsRecognisedBeforeAByteIsWritten(Fault.Kind kind) throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(kind, LARGE, 1_000).times(3));

        fetchesRight(request);

        assertThat(fixture.seen.errors).noneMatch(error -> error.contains("did not match the hash"));
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"IGNORE_RANGE", "WRONG_CONTENT_RANGE", "LONG_BODY", "OTHER_TAG"})
    void wrongAnswerEachTimeStillBringsTheFile(Fault.Kind kind) throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(kind, LARGE, 1_000));

        fetchesRight(request);

        assertThat(fixture.seen.errors).noneMatch(error -> error.contains("did not match the hash"));
        assertThat(fixture.seen.received.get()).isEqualTo(LARGE_BYTES);
    }

    @Test
    void serverThatIgnoresRangesSendsTheFileInOneStream() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.IGNORE_RANGE, LARGE, 0));

        fetchesRight(request);

        assertThat(hub.bytesSent(LARGE)).isEqualTo(LARGE_BYTES);
    }

    @Test
    void compressedAnswersEachTimeAreAnErrorThatSaysSo() {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.GZIP, LARGE, 0));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("compressed although that was not asked for")
                .hasMessageContaining("retry");
        assertThat(fixture.seen.received.get()).isZero();
    }

    @Test
    void bodiesThatAreAlwaysTooShortAreAnErrorThatSaysSoAndKeepsWhatCame() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.SHORT_BODY, LARGE, 1_000));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("bytes too early")
                .hasMessageContaining("What has arrived is kept");
        resumesFromWhatWasKept(request);
    }

    /** The CDN's limit is 50 GB; here it is a small one. */
    @Test
    void plainGetOfALargeFileIsRefusedSoThatOnlyRangesAreAskedFor() throws Exception {
        TransferRequest request = request(LARGE);
        hub.faults().add(Fault.of(Fault.Kind.NO_PLAIN_GET_ABOVE, LARGE, 10_000_000));

        fetchesRight(request);

        assertThat(fixture.seen.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void corruptedBytesAreFetchedOnceMore(String path) throws Exception {
        TransferRequest request = request(path);
        long size = request.file().sizeBytes();
        hub.faults().add(Fault.corruptAt(path, size / 2).once());

        fetchesRight(request);

        assertThat(fixture.seen.errors).anyMatch(error -> error.contains("did not match the hash"));
        assertThat(fixture.seen.received.get()).isEqualTo(2 * size);
        assertThat(hub.requests().stream().map(seen -> seen.uri()).filter(uri -> uri.contains("/resolve/")))
                .as("the second time over links of its own")
                .hasSizeBetween(2, 1 + 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void bytesThatStayCorruptedAreAnErrorAndNotKept(String path) {
        TransferRequest request = request(path);
        hub.faults().add(Fault.corruptAt(path, 1_000));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("The source is bad");
        assertThat(request.partial()).doesNotExist();
        assertThat(request.ranges()).doesNotExist();
        assertThat(fixture.seen.found.get()).isZero();
    }

    @Test
    void captivePortalIsTakenForWhatItIs() {
        TransferRequest request = request(SMALL);
        hub.faults().add(Fault.of(Fault.Kind.CAPTIVE_PORTAL, "", 0));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is not a Hub");
        assertThat(fixture.seen.received.get()).isZero();
    }
}
