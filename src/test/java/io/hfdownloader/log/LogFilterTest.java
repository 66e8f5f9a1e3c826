package io.hfdownloader.log;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Filter;
import java.util.stream.Stream;

import io.vertx.core.VertxException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written into the log, of what others wrote or did. */
@Tag("fast")
class LogFilterTest {

    private static final String TOKEN = "hf_" + "Zx9".repeat(11);
    private static final String STRANGER = "io.quarkus.vertx.http.runtime.QuarkusErrorHandler";

    private final Filter filter = new LogFilter();

    @Test
    void noLineHoldsASecretNeitherInItsWordsNorInAFailure() {
        Exception cause = new IOException("Bearer " + TOKEN);
        Exception failure = new IllegalStateException("of " + TOKEN, cause);
        failure.addSuppressed(new IOException(TOKEN));
        ExtLogRecord line = line("io.hfdownloader.Any", Level.ERROR, "Asked for %s", failure);
        line.setParameters(new Object[] {TOKEN});

        assertThat(filter.isLoggable(line)).isTrue();

        StringWriter written = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(written));
        assertThat(line.getFormattedMessage()).isEqualTo("Asked for ***");
        assertThat(written.toString())
                .doesNotContain("Zx9")
                .contains("IllegalStateException: of ***", "Caused by: ", "Suppressed: ", "LogFilterTest.java");
        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void theVariableThatAsksForJsonIsNotCalledOld() {
        String told = "The \"%s\" config property is deprecated and should not be used anymore.";
        ExtLogRecord ours = line("io.quarkus.config", Level.WARN, told.formatted("quarkus.log.console.json"), null);
        ExtLogRecord others = line("io.quarkus.config", Level.WARN, told.formatted("quarkus.log.level.json"), null);

        assertThat(filter.isLoggable(ours)).isFalse();
        assertThat(filter.isLoggable(others)).isTrue();
    }

    @Test
    void aLineWithoutASecretIsLeftAsItIs() {
        Exception failure = new IllegalStateException("ours");
        ExtLogRecord line = line("io.hfdownloader.Any", Level.ERROR, "100%% of %s", failure);
        line.setParameters(new Object[] {"it"});
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isSameAs(failure);
        assertThat(line.getFormattedMessage()).isEqualTo("100% of it");
    }

    static List<Throwable> whatStrangersDo() {
        return List.of(
                new IOException("Connection reset by peer"),
                new IOException("Broken pipe"),
                new RuntimeException(new java.nio.channels.ClosedChannelException()),
                new VertxException("For HTTP/1.x requests, the 'Host' header is required", true),
                new io.vertx.core.http.HttpClosedException("Connection was closed"),
                new io.vertx.core.http.StreamResetException(8),
                new io.netty.handler.codec.TooLongFrameException("too long"),
                new javax.net.ssl.SSLException("no TLS"));
    }

    @ParameterizedTest
    @MethodSource("whatStrangersDo")
    void whatStrangersDoIsOneLineAndNoError(Throwable failure) {
        ExtLogRecord line = line(STRANGER, Level.ERROR, "HTTP Request to /x failed", failure);
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNull();
        assertThat(line.getLevel().intValue()).isEqualTo(Level.INFO.intValue());
        assertThat(line.getFormattedMessage()).doesNotContain("\n").isNotBlank();

        assertThat(filter.isLoggable(line(STRANGER, Level.ERROR, "HTTP Request to /y failed", failure)))
                .isFalse();
    }

    @Test
    void workThatComesTooLateForTheEndIsOneLineAndNoError() {
        ExtLogRecord line = line(
                STRANGER,
                Level.ERROR,
                "uncaught exception",
                new RejectedExecutionException("the executor is shut down"));
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNull();
        assertThat(line.getLevel().intValue()).isEqualTo(Level.INFO.intValue());
        assertThat(line.getFormattedMessage()).contains("stopped");
    }

    @Test
    void aConnectionThatClosesAmidItsRequestsIsOneLine() {
        ExtLogRecord line = line(
                "io.netty.channel.AbstractChannelHandlerContext",
                Level.WARNING,
                "Cannot invoke \"io.vertx.core.http.impl.Http1xServerResponse.ended()\"\n\tat X",
                null);
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getFormattedMessage()).doesNotContain("\n").contains("closed");
    }

    @Test
    void aConnectionThatClosesAmidItsRequestsIsOneLineAlsoWhenTheMachineLeavesOutTheStack() {
        ExtLogRecord line = line(
                "io.netty.channel.AbstractChannelHandlerContext",
                Level.WARNING,
                "An exception 'java.lang.NullPointerException' [enable DEBUG level for full stacktrace] was thrown by a user"
                        + " handler's exceptionCaught() method while handling the following exception:",
                withSteps(new NullPointerException()));
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNull();
        assertThat(line.getFormattedMessage()).contains("closed");
    }

    static List<Throwable> races() {
        return List.of(
                withSteps(
                        new IllegalStateException("Result is already complete"),
                        "io.vertx.core.Promise",
                        "io.vertx.core.http.impl.HttpClientRequestImpl"),
                withSteps(
                        new ArrayIndexOutOfBoundsException(),
                        "io.quarkus.resteasy.reactive.server.runtime.QuarkusResteasyReactiveRequestContext",
                        "org.jboss.resteasy.reactive.common.core.AbstractResteasyReactiveContext"));
    }

    @ParameterizedTest
    @MethodSource("races")
    void whatOthersMakeAFrameworkStumbleOverIsOneLine(Throwable failure) {
        ExtLogRecord line = line(STRANGER, Level.ERROR, "HTTP Request to /x failed", failure);
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNull();
        assertThat(line.getLevel().intValue()).isEqualTo(Level.INFO.intValue());
    }

    @ParameterizedTest
    @MethodSource("races")
    void theSameFailureOfAStepOfOursStaysAnError(Throwable failure) {
        StackTraceElement[] steps = failure.getStackTrace();
        Throwable ours = withSteps(
                failure, "io.hfdownloader.web.api.DownloadsApi", steps[0].getClassName(), steps[1].getClassName());
        ExtLogRecord line = line(STRANGER, Level.ERROR, "HTTP Request to /x failed", ours);
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNotNull();
        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
    }

    private static Throwable withSteps(Throwable failure, String... classes) {
        failure.setStackTrace(Stream.of(classes)
                .map(name -> new StackTraceElement(name, "run", null, 1))
                .toArray(StackTraceElement[]::new));
        return failure;
    }

    @Test
    void anAnswerThatIsBrokenOffOnAClosedConnectionIsOneLine() {
        ExtLogRecord line = line(
                "io.netty.channel.AbstractChannelHandlerContext",
                Level.WARNING,
                "Failed to mark a promise as failure because it has failed already: DefaultChannelPromise@72f4fe(failure:"
                        + " io.netty.channel.StacklessClosedChannelException), unnotified cause: io.netty.channel.Stackless\n\tat X",
                new IllegalStateException("refCnt: 0, decrement: 1"));
        assertThat(filter.isLoggable(line)).isTrue();
        assertThat(line.getThrown()).isNull();
        assertThat(line.getFormattedMessage()).doesNotContain("\n").contains("closed");
    }

    @Test
    void aFaultOfOursStaysAnErrorWithItsStack() {
        for (int i = 0; i < 3; i++) {
            ExtLogRecord line = line(STRANGER, Level.ERROR, "HTTP Request to /x failed", new NullPointerException());
            assertThat(filter.isLoggable(line)).isTrue();
            assertThat(line.getThrown()).isInstanceOf(NullPointerException.class);
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
        }
    }

    @Test
    void oneKindIsToldOnceAMinuteAndTheKindsAreCountedOnlySoFar() {
        long[] now = {0};
        LogRate rate = new LogRate(() -> now[0]);
        assertThat(rate.tell("a")).hasValue(0);
        assertThat(rate.tell("a")).isEmpty();
        assertThat(rate.tell("a")).isEmpty();
        assertThat(rate.tell("b")).hasValue(0);
        now[0] = 61_000_000_000L;
        assertThat(rate.tell("a")).hasValue(2);
        for (int kind = 0; kind < 100_000; kind++) {
            assertThat(rate.tell("kind " + kind)).hasValue(0);
        }
        assertThat(rate.tell("b")).hasValue(0); // forgotten
        assertThat(rate.tell("kind 99999")).isEmpty();
    }

    private static ExtLogRecord line(
            String logger, java.util.logging.Level level, String words, @Nullable Throwable thrown) {
        ExtLogRecord line =
                new ExtLogRecord(level, words, ExtLogRecord.FormatStyle.PRINTF, LogFilterTest.class.getName());
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return line;
    }
}
