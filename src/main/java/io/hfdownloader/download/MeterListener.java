package io.hfdownloader.download;

import java.time.Instant;

import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileState;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import org.jspecify.annotations.Nullable;

/** Carries what the engine tells of a transfer into the progress registry. */
final class MeterListener implements TransferListener {

    private final FileMeter meter;
    private final TaskScope scope;

    MeterListener(FileMeter meter, TaskScope scope) {
        this.meter = meter;
        this.scope = scope;
    }

    @Override
    public void foundOnDisk(long bytes) {
        meter.foundOnDisk(bytes);
    }

    @Override
    public void copied(long bytes) {
        meter.copied(bytes);
    }

    @Override
    public void received(long bytes) {
        if (meter.state() == FileState.VERIFYING) { // its hash was wrong, so it comes once more
            meter.state(FileState.DOWNLOADING);
        }
        meter.received(bytes);
    }

    @Override
    public void hashed(long bytesFromStart) {
        meter.hashed(bytesFromStart);
    }

    @Override
    public void verifying() {
        meter.state(FileState.VERIFYING);
    }

    @Override
    public void transport(String way, @Nullable CodedText why) {
        meter.transport(way, why);
    }

    @Override
    public void connections(int open) {
        meter.connections(open);
    }

    @Override
    public void tryFailed(TransferObstacle obstacle, int inARow, CodedText error) {
        meter.tryFailed(obstacle.word(), inARow, error);
    }

    @Override
    public void waiting(TransferObstacle obstacle, String reason, @Nullable Instant until) {
        meter.waiting(obstacle.word(), reason, until);
    }

    @Override
    public boolean mayStart() {
        return scope.startTask();
    }

    /** A cancellation that comes while steps are being chained does not always get to the engine by itself. */
    @Override
    public boolean isWanted() {
        return !scope.isStopRequested();
    }

    @Override
    public void closed() {
        scope.taskStopped();
    }

    @Override
    public void resumed() {
        meter.resumed();
    }
}
