package io.hfdownloader.transfer.engine;

import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferMonitor;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Streams;

/**
 * Decides what the failure of a stream means for its transfer: fewer connections, another link, a wait, one plain
 * stream, or the end. Lives on the transfer's event loop.
 */
final class Setbacks {

    private static final long TOLD_FROM_MILLIS = 500;

    private final TransferRequest request;
    private final TransferMonitor monitor;
    private final Ways ways;
    private final Streams streams;
    private final Allowance allowance;
    private final Patience patience;
    private final Pause pause;
    private final Silence silence;
    private final Owner owner;
    private final int mostTries;
    private int refusals;
    private int badAnswers;

    /** Does what was decided. */
    interface Owner {

        /**
         * No further try will help on this way.
         *
         * @param why for the user, with what to do
         * @param reason the same without
         */
        void giveUp(Throwable why, String reason);
    }

    /** What it looks at and acts upon. */
    record Means(Ways ways, Streams streams, Allowance allowance, Patience patience, Pause pause, Silence silence) {}

    Setbacks(TransferRequest request, TransferMonitor monitor, int mostTries, Means means, Owner owner) {
        this.request = request;
        this.mostTries = mostTries;
        this.monitor = monitor;
        this.ways = means.ways();
        this.streams = means.streams();
        this.allowance = means.allowance();
        this.patience = means.patience();
        this.pause = means.pause();
        this.silence = means.silence();
        this.owner = owner;
    }

    /** Bytes came that were not here before: all is well again. */
    void sawNewBytes() {
        patience.sawNewBytes();
        refusals = 0;
        badAnswers = 0;
        silence.broken();
        ways.now().sawNewBytes();
    }

    /** Another way begins without the troubles of the one before. */
    void beginAnew() {
        patience.sawNewBytes();
        refusals = 0;
        badAnswers = 0;
    }

    /** What to fetch next could not be found out; who is told to wait does so while other streams go on. */
    void planFailed(Throwable failure) {
        boolean waits = failure instanceof RefusedException refusal
                && refusal.kind() == RefusedException.Kind.THROTTLED
                && streams.open() > 0;
        if (!waits) {
            decide(failure);
        }
    }

    /** A stream has failed, and is not among the streams any more. */
    void decide(Throwable failure) {
        if (failure instanceof TransferException
                || failure instanceof HubException hub && !hub.kind().isPassing()) {
            owner.giveUp(failure, withoutAdvice(String.valueOf(failure.getMessage())));
        } else if (failure instanceof RefusedException refusal) {
            refused(refusal);
        } else {
            allowance.failed(streams.size());
            retry(failure);
        }
    }

    private void refused(RefusedException refusal) {
        boolean othersGoOn = streams.open() > 0;
        switch (refusal.kind()) {
            case FRESH_LINK -> {
                if (!othersGoOn && ++refusals > 1) {
                    owner.giveUp(
                            new TransferException(
                                    Kind.REFUSED,
                                    "The source refuses " + request.file().path() + " even with a fresh link. "
                                            + refusal.getMessage() + ". Retry later.",
                                    refusal),
                            String.valueOf(refusal.getMessage()));
                    return;
                }
            }
            case BAD_ANSWER -> {
                ways.now().renewLinks();
                if (++badAnswers > 1 && !ways.now().simplify()) {
                    owner.giveUp(
                            new TransferException(
                                    Kind.BAD_ANSWER,
                                    request.file().path() + " could not be fetched: " + refusal.getMessage()
                                            + ". What has arrived is kept; retry to go on from there.",
                                    refusal),
                            String.valueOf(refusal.getMessage()));
                    return;
                }
            }
            case SERVER -> {
                ways.now().renewLinks();
                allowance.halve();
            }
            case OLD_LINK -> {
                if (ways.now().mayCountConnections()) {
                    slowDown(othersGoOn);
                }
                return; // the source has dropped the link: the Hub is asked for another at once
            }
            case THROTTLED -> {
                if (othersGoOn) { // it allows so many, and these go on
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
            allowance.refused(streams.size());
        } else {
            allowance.failed(0);
        }
    }

    /** Failures that come while a wait is on belong to the same trouble and do not count again. */
    private void retry(Throwable failure) {
        if (pause.isOn()) {
            return;
        }
        patience.failed();
        String reason = describe(failure);
        monitor.tried(patience.tries(), reason);
        if (patience.isExhausted(ways.mostTries(mostTries))) {
            owner.giveUp(exhausted(failure, reason), reason);
            return;
        }
        long delay = patience.delayMillis(failure);
        pause.start(failure, reason, delay);
        if (delay > TOLD_FROM_MILLIS) {
            silence.tellPause();
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
                request.file().path() + " could not be fetched: " + reason + " (" + patience.tries()
                        + " tries without a new byte). What has arrived is kept; retry to go on from there.",
                failure);
    }

    /** Another way is taken by itself: nobody has to do anything. */
    private static String withoutAdvice(String message) {
        return message.replaceFirst("\\.? Retry later\\.$", "");
    }

    private static String describe(Throwable failure) {
        return failure instanceof HubException
                        || failure instanceof RefusedException
                        || failure instanceof FileStream.ShortBodyException
                        || failure instanceof Streams.StalledException
                ? String.valueOf(failure.getMessage())
                : "The connection failed: " + HubErrors.reason(failure);
    }
}
