package io.hfdownloader.transfer.engine;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.xet.XetException;

/** Which obstacle a failure is. */
final class Obstacles {

    private Obstacles() {}

    static TransferObstacle of(Throwable failure) {
        if (failure instanceof HubException hub) {
            return hub.kind() == HubException.Kind.THROTTLED ? TransferObstacle.THROTTLED : TransferObstacle.HUB;
        } else if (failure instanceof RefusedException refusal) {
            return switch (refusal.kind()) {
                case OLD_LINK, FRESH_LINK -> TransferObstacle.LINK;
                case THROTTLED -> TransferObstacle.THROTTLED;
                case SERVER -> TransferObstacle.SERVER;
                case BAD_ANSWER -> TransferObstacle.ANSWER;
            };
        } else if (failure instanceof XetException storage) {
            return switch (storage.kind()) {
                case UNREACHABLE -> storage.getCause() == null ? TransferObstacle.UNREACHABLE : of(storage.getCause());
                case THROTTLED -> TransferObstacle.THROTTLED;
                case SERVER -> TransferObstacle.SERVER;
                case REFUSED -> TransferObstacle.LINK;
                case TOO_LONG, BAD_ANSWER -> TransferObstacle.ANSWER;
            };
        } else if (failure instanceof Streams.StalledException) {
            return TransferObstacle.STALLED;
        }
        return failure instanceof UnreachableException ? TransferObstacle.UNREACHABLE : TransferObstacle.CONNECTION;
    }
}
