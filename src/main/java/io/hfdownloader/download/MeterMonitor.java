package io.hfdownloader.download;

import java.time.Instant;

import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileState;
import io.hfdownloader.transfer.TransferMonitor;
import org.jspecify.annotations.Nullable;

/** Carries what the engine tells of a transfer into the progress registry. */
final class MeterMonitor implements TransferMonitor {

    private final FileMeter meter;
    private final Steps steps;

    MeterMonitor(FileMeter meter, Steps steps) {
        this.meter = meter;
        this.steps = steps;
    }

    @Override
    public void found(long bytes) {
        meter.found(bytes);
    }

    @Override
    public void copied(long bytes) {
        meter.copied(bytes);
    }

    @Override
    public void received(long bytes) {
        if (meter.state() == FileState.VERIFYING) { // proved wrong, it comes once more
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
    public void via(String way, @Nullable String why) {
        meter.via(way, why);
    }

    @Override
    public void connections(int open) {
        meter.connections(open);
    }

    @Override
    public void tried(int inARow, String error) {
        meter.tried(inARow, error);
    }

    @Override
    public void waiting(String reason, @Nullable Instant until) {
        meter.waiting(reason, until);
    }

    @Override
    public boolean begins() {
        return steps.begin();
    }

    /** A cancellation that comes while steps are being chained does not always get to the engine by itself. */
    @Override
    public boolean isWanted() {
        return !steps.isStopped();
    }

    @Override
    public void closed() {
        steps.end();
    }

    @Override
    public void going() {
        meter.going();
    }
}
