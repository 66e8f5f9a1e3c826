package io.hfdownloader.transfer.engine;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.Transport;
import org.jspecify.annotations.Nullable;

/** A transport over which nothing comes; a test says what it can do, and sees what was asked of it. */
final class ScriptedTransport implements Transport {

    private final String name;
    int renewals;
    int maxRetries = 1;
    boolean countsConnections;
    boolean canSimplify;

    ScriptedTransport(String name) {
        this.name = name;
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void abandoned(Throwable why) {}

    @Override
    public boolean mayLimitConnections() {
        return countsConnections;
    }

    @Override
    public @Nullable FileStream nextStream(ByteRanges accepted, int connections) {
        return null;
    }

    @Override
    public WebAddress lastServer() {
        return WebAddress.parse("http://localhost:9/").orElseThrow();
    }

    @Override
    public void renewLinks() {
        renewals++;
    }

    @Override
    public void receivedNewBytes() {}

    @Override
    public boolean simplify() {
        return canSimplify;
    }

    @Override
    public boolean distrust() {
        return false;
    }

    @Override
    public boolean canResumeMidRange() {
        return true;
    }

    @Override
    public int maxRetries(Throwable failure) {
        return maxRetries;
    }

    @Override
    public long unansweredNanos(long nowNanos) {
        return 0;
    }

    @Override
    public boolean isFoundDown() {
        return false;
    }

    @Override
    public void close() {}
}
