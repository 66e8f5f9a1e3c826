package io.hfdownloader.transfer.engine;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.xet.XetException;

/**
 * Decides what the failure of a stream means for its transfer: fewer connections, another link, a wait, one plain
 * stream, or the end. Lives on the transfer's event loop.
 */
final class FailurePolicy {

    private static final long MIN_REPORTED_MILLIS = 500;

    private final TransferRequest request;
    private final TransferListener listener;
    private final TransportFallback transportFallback;
    private final Streams streams;
    private final ConnectionWindow connectionWindow;
    private final RetryBackoff retryBackoff;
    private final RetryWait retryWait;
    private final StallReporter stallReporter;
    private final BiConsumer<Throwable, String> giveUp;
    private final int maxRetries;
    private int refusals;
    private int badAnswers;

    /** What it looks at and acts upon. */
    record Collaborators(
            TransportFallback transportFallback,
            Streams streams,
            ConnectionWindow connectionWindow,
            RetryBackoff retryBackoff,
            RetryWait retryWait,
            StallReporter stallReporter) {}

    /**
     * @param giveUp told when no further try over this transport will help: why, for the user and with what to do, and
     *     the same without
     */
    FailurePolicy(
            TransferRequest request,
            TransferListener listener,
            int maxRetries,
            Collaborators collaborators,
            BiConsumer<Throwable, String> giveUp) {
        this.request = request;
        this.maxRetries = maxRetries;
        this.listener = listener;
        this.transportFallback = collaborators.transportFallback();
        this.streams = collaborators.streams();
        this.connectionWindow = collaborators.connectionWindow();
        this.retryBackoff = collaborators.retryBackoff();
        this.retryWait = collaborators.retryWait();
        this.stallReporter = collaborators.stallReporter();
        this.giveUp = giveUp;
    }

    /** Bytes came that were not here before: the transfer is well again. */
    void receivedNewBytes() {
        retryBackoff.receivedNewBytes();
        refusals = 0;
        badAnswers = 0;
        stallReporter.bytesArrived();
        transportFallback.current().receivedNewBytes();
    }

    /** Another transport starts without the troubles of the one before. */
    void reset() {
        retryBackoff.receivedNewBytes();
        refusals = 0;
        badAnswers = 0;
    }

    /** What to fetch next could not be found out; a transfer that is told to wait does so while other streams go on. */
    void planFailed(Throwable failure) {
        boolean waits = failure instanceof RefusedException refusal
                && refusal.kind() == RefusedException.Kind.THROTTLED
                && streams.openCount() > 0;
        if (!waits) {
            decide(failure);
        }
    }

    /** A stream has failed, and is not among the streams any more. */
    void decide(Throwable failure) {
        if (failure instanceof TransferException
                || failure instanceof DiskException
                || failure instanceof HubException hub && !hub.kind().isPassing()) {
            giveUp.accept(failure, withoutAdvice(String.valueOf(failure.getMessage())));
        } else if (failure instanceof RefusedException refusal) {
            refused(refusal);
        } else if (unreached(failure).filter(UnreachableException::isForbidden).isPresent()) {
            refused(new RefusedException(RefusedException.Kind.BAD_ANSWER, String.valueOf(failure.getMessage())));
        } else if (unreached(failure).filter(UnreachableException::isRefusal).isPresent()) {
            String reason = String.valueOf(failure.getMessage());
            giveUp.accept(
                    new TransferException(
                            Kind.PROXY_REFUSED,
                            request.file().path() + " could not be fetched: " + reason
                                    + ". What has arrived is kept; retry to go on from there.",
                            failure,
                            parameters("file")),
                    reason);
        } else {
            connectionWindow.connectionFailed(streams.size());
            retry(failure);
        }
    }

    private static Optional<UnreachableException> unreached(Throwable failure) {
        Throwable origin = failure instanceof XetException && failure.getCause() != null ? failure.getCause() : failure;
        return origin instanceof UnreachableException noConnection ? Optional.of(noConnection) : Optional.empty();
    }

    private void refused(RefusedException refusal) {
        boolean othersGoOn = streams.openCount() > 0;
        switch (refusal.kind()) {
            case FRESH_LINK -> {
                if (!othersGoOn && ++refusals > 1) {
                    giveUp.accept(
                            new TransferException(
                                    Kind.REFUSED,
                                    "The source refuses " + request.file().path() + " even with a fresh link. "
                                            + refusal.getMessage() + ". Retry later.",
                                    refusal,
                                    parameters(TransferObstacle.LINK.word())),
                            String.valueOf(refusal.getMessage()));
                    return;
                }
            }
            case BAD_ANSWER -> {
                transportFallback.current().renewLinks();
                if (++badAnswers > 1 && !transportFallback.current().simplify()) {
                    giveUp.accept(
                            new TransferException(
                                    Kind.BAD_ANSWER,
                                    request.file().path() + " could not be fetched: " + refusal.getMessage()
                                            + ". What has arrived is kept; retry to go on from there.",
                                    refusal,
                                    parameters(TransferObstacle.ANSWER.word())),
                            String.valueOf(refusal.getMessage()));
                    return;
                }
            }
            case SERVER -> {
                transportFallback.current().renewLinks();
                connectionWindow.halve();
            }
            case OLD_LINK -> {
                if (transportFallback.current().mayLimitConnections()) {
                    slowDown(othersGoOn);
                }
                return; // the source has dropped the link: the Hub is asked for another at once
            }
            case THROTTLED -> {
                if (othersGoOn && refusal.retryAt().isEmpty()) { // it allows so many, and these go on
                    slowDown(true);
                    return;
                }
            }
        }
        slowDown(othersGoOn);
        retry(refusal);
    }

    private void slowDown(boolean othersGoOn) {
        if (othersGoOn) {
            connectionWindow.connectionRefused(streams.size());
        } else {
            connectionWindow.connectionFailed(0);
        }
    }

    /** Failures that come while a wait is on belong to the same trouble and do not count again. */
    private void retry(Throwable failure) {
        if (retryWait.isWaiting()) {
            replaceWait(failure);
            return;
        }
        retryBackoff.tryFailed();
        String reason = describe(failure);
        listener.tryFailed(Obstacles.of(failure), retryBackoff.tries(), coded(failure, reason));
        if (retryBackoff.isExhausted(transportFallback.maxRetries(maxRetries, failure))) {
            giveUp.accept(exhausted(failure, reason), reason);
            return;
        }
        long delayMillis = retryBackoff.delayMillis(failure);
        retryWait.start(failure, reason, delayMillis);
        if (delayMillis > MIN_REPORTED_MILLIS) {
            stallReporter.waitChanged();
        }
    }

    private void replaceWait(Throwable failure) {
        String reason = describe(failure);
        boolean replaced = RetryBackoff.retryAt(failure).isPresent()
                && retryWait.replace(failure, reason, retryBackoff.delayMillis(failure));
        if (replaced) {
            listener.tryFailed(Obstacles.of(failure), retryBackoff.tries(), coded(failure, reason));
            stallReporter.waitChanged();
        }
    }

    private Throwable exhausted(Throwable failure, String reason) {
        if (failure instanceof HubException) {
            return failure;
        }
        boolean badAnswer =
                failure instanceof RefusedException refusal && refusal.kind() == RefusedException.Kind.BAD_ANSWER;
        return new TransferException(
                badAnswer ? Kind.BAD_ANSWER : Kind.NETWORK,
                request.file().path() + " could not be fetched: " + reason + " (" + tries()
                        + " without a new byte). What has arrived is kept; retry to go on from there.",
                failure,
                parameters(reasonOf(failure)));
    }

    private Parameters parameters(String reason) {
        return Parameters.of("path", UntrustedText.name(request.file().path())).and("reason", reason);
    }

    private static CodedText coded(Throwable failure, String reason) {
        return failure instanceof HubException
                ? CodedText.of(failure)
                : CodedText.of(TransferObstacle.FAILED_TRY, reasonOf(failure), reason);
    }

    /** What broke a connection says more than that it broke. */
    private static String reasonOf(Throwable failure) {
        TransferObstacle obstacle = Obstacles.of(failure);
        Throwable origin = failure instanceof XetException && failure.getCause() != null ? failure.getCause() : failure;
        return obstacle == TransferObstacle.UNREACHABLE || obstacle == TransferObstacle.CONNECTION
                ? FailureReason.word(origin)
                : obstacle.word();
    }

    private String tries() {
        int tries = retryBackoff.tries();
        return tries == 1 ? "one try" : tries + " tries";
    }

    /** Another transport is taken by itself: nobody has to do anything. */
    private static String withoutAdvice(String message) {
        return message.replaceFirst("\\.? Retry later\\.$", "");
    }

    /** Whoever reads of a connection that broke is to know whose it was. */
    private String describe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof HubException || failure instanceof RefusedException) {
            return message;
        }
        if (failure instanceof FileStream.ShortBodyException || failure instanceof Streams.StalledException) {
            return message.replaceFirst("^The connection", "$0" + Matcher.quoteReplacement(retryWait.way()));
        }
        String way = failure instanceof UnreachableException ? "" : retryWait.way(); // which has named it
        return "The connection" + way + " failed: " + FailureReason.of(failure);
    }
}
