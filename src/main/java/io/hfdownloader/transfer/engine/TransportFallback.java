package io.hfdownloader.transfer.engine;

import java.util.List;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.stream.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The transports that may bring a file, the best first, and the one in use. When one is of no use, the bytes on the disk
 * stay and the next one brings the rest. Lives on the transfer's event loop.
 */
final class TransportFallback {

    /** There and back, and there again: whoever was refused twice is not asked a third time. */
    private static final int MAX_FALLBACKS = 2;

    private static final List<TransferObstacle> TOLD = List.of(
            TransferObstacle.STALLED,
            TransferObstacle.THROTTLED,
            TransferObstacle.LINK,
            TransferObstacle.SERVER,
            TransferObstacle.ANSWER);

    private final List<Transport> transports;
    private final TransferListener listener;
    private int index;
    private int fallbacks;

    /** @param reason why it is not the usual one that comes first, or null */
    TransportFallback(List<Transport> transports, @Nullable CodedText reason, TransferListener listener) {
        this.transports = List.copyOf(transports);
        this.listener = listener;
        listener.transport(current().id(), reason);
    }

    /** The one in use. */
    Transport current() {
        return transports.get(index);
    }

    /** True when there is another transport to take. */
    boolean mayFallBack() {
        return transports.size() > 1 && fallbacks < MAX_FALLBACKS;
    }

    /** The transfer has ended. */
    void close() {
        transports.forEach(Transport::close);
    }

    /** The server that was asked last. */
    WebAddress lastServer() {
        return current().lastServer();
    }

    /** Tries without a new byte before something else is to be done. */
    int maxRetries(int configured, Throwable failure) {
        int own = current().maxRetries(failure);
        return own == 0 || mayFallBack() ? Math.min(configured, own) : configured;
    }

    /**
     * Takes another transport, if there is one that this failure need not stop as well; false when there is none.
     *
     * @param reason the failure in words, without advice to the user
     */
    boolean fallBack(Throwable why, String reason) {
        if (!mayFallBack() || !isTransportSpecific(why)) {
            return false;
        }
        fallbacks++;
        current().abandoned(why);
        String previous = current().name();
        index = (index + 1) % transports.size();
        listener.transport(
                current().id(),
                CodedText.of(TransferObstacle.FALLBACK, word(why), "Not over " + previous + ": " + reason)
                        .and("transport", previous));
        return true;
    }

    /** What was in the way, in fewer words than failures have. */
    private static String word(Throwable why) {
        if (why instanceof HubException) {
            return TransferObstacle.HUB.word();
        }
        String reason = why instanceof TransferException failure
                ? failure.parameters().toMap().getOrDefault("reason", "")
                : "";
        return TOLD.stream()
                .map(TransferObstacle::word)
                .filter(reason::equals)
                .findFirst()
                .orElse(TransferObstacle.CONNECTION.word());
    }

    private static boolean isTransportSpecific(Throwable why) {
        if (why instanceof TransferException failure) {
            return switch (failure.kind()) {
                case NETWORK, PROXY_REFUSED, REFUSED, BAD_ANSWER -> true;
                case BAD_CONTENT, VANISHED -> false;
            };
        }
        return why instanceof HubException;
    }
}
