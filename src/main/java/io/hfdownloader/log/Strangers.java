package io.hfdownloader.log;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;

import io.hfdownloader.text.UntrustedText;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

/** What those at the other end of a connection do, and the network between: nothing of it is a fault of this program. */
public final class Strangers {

    private static final int MAX_CAUSES = 20;
    private static final String OWN = "io.hfdownloader.";

    private Strangers() {}

    /** True where somebody closed, reset or garbled a connection, or sent a request that is none. */
    public static boolean areToBlame(Throwable failure) {
        return blamed(failure).isPresent();
    }

    /** The failure that tells it, of this one and its causes. */
    static Optional<Throwable> blamed(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (isOfConnection(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** In a few words, on one line. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : UntrustedText.withoutStop(UntrustedText.message(message));
    }

    private static boolean isOfConnection(Throwable failure) {
        return failure instanceof ClosedChannelException
                || failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof Http2Exception
                || failure instanceof CodecException
                || failure instanceof SSLException
                || failure instanceof IOException && !(failure instanceof FileSystemException) && isBroken(failure)
                || failure instanceof VertxException && (isBroken(failure) || says(failure, "'host' header"));
    }

    /** The system has no types for it. */
    private static boolean isBroken(Throwable failure) {
        return says(failure, "connection reset")
                || says(failure, "broken pipe")
                || says(failure, "connection was closed")
                || says(failure, "connection timed out");
    }

    private static boolean says(Throwable failure, String words) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }

    /** What comes of the end: nobody takes work any more. */
    static boolean isOfTheEnd(Throwable failure) {
        return failure instanceof RejectedExecutionException;
    }

    /**
     * What others made the frameworks stumble over, in a few words: no step of ours is in the stack. Empty for all else.
     */
    static Optional<String> race(Throwable failure) {
        List<String> steps = Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .toList();
        if (steps.stream().anyMatch(step -> step.startsWith(OWN))) {
            return Optional.empty();
        }
        if (failure instanceof IllegalStateException
                && says(failure, "result is already complete")
                && steps.stream().anyMatch(step -> step.startsWith("io.vertx.core.http.impl.HttpClientRequest"))) {
            return Optional.of("A server answered one request twice");
        }
        if (failure instanceof ArrayIndexOutOfBoundsException
                && steps.contains("org.jboss.resteasy.reactive.common.core.AbstractResteasyReactiveContext")) {
            return Optional.of("A request was broken off while it was read");
        }
        return Optional.empty();
    }
}
