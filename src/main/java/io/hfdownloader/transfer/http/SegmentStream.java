package io.hfdownloader.transfer.http;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.RangeResponse;
import io.hfdownloader.transfer.stream.StoppedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;

/** Brings one segment of the file over plain HTTP. Lives on its transfer's event loop. */
final class SegmentStream extends FileStream {

    private final HttpTransport transport;
    private final HttpSource httpSource;
    private ByteRange byteRange;
    private long position;
    private boolean bodyEnded;
    private boolean overrun;

    SegmentStream(HttpTransport transport, HttpSource httpSource, ByteRange byteRange, StopListener stopListener) {
        super(stopListener);
        this.transport = transport;
        this.httpSource = httpSource;
        this.byteRange = byteRange;
        this.position = byteRange.start();
    }

    @Override
    public void sendRequest() {
        var subscription = httpSource
                .open(byteRange, this)
                .chain(this::consume)
                .subscribe()
                .with(done -> stopped(null), this::stopped);
    }

    @Override
    public boolean isComplete() {
        return isStarted() && remaining().length() == 0;
    }

    @Override
    public boolean isConnectionReusable() {
        return bodyEnded;
    }

    @Override
    public long remainingBytes() {
        return remaining().length();
    }

    @Override
    public void addRemaining(ByteRanges ranges) {
        ranges.add(remaining());
    }

    /** What it has not brought yet. */
    ByteRange remaining() {
        return new ByteRange(Math.min(position, byteRange.end()), byteRange.end());
    }

    ByteRange segment() {
        return byteRange;
    }

    /** The server sends the file from its start, whatever was asked. */
    void switchToWholeFile(long size) {
        byteRange = new ByteRange(0, size);
        position = 0;
    }

    private Uni<Void> consume(RangeResponse rangeResponse) {
        if (isStopped()) {
            throw new StoppedException();
        }
        transport.responseReceived(this, rangeResponse);
        return MultiHelper.toMulti(rangeResponse.response())
                .select()
                .first(bytes -> wantsMore())
                .onItem()
                .transformToUniAndConcatenate(this::deliver)
                .onItem()
                .ignoreAsUni()
                .invoke(this::checkWhole);
    }

    private Uni<Void> deliver(Buffer bytes) {
        long now = System.nanoTime();
        long start = position;
        position += bytes.length();
        received(bytes.length(), now);
        return transport.accept(this, bytes, start, Math.min(position, byteRange.end()), now);
    }

    /** A body that goes on beyond its promise is not read on; its connection cannot be used again. */
    private boolean wantsMore() {
        overrun = !isStopped() && position >= byteRange.end();
        return !isStopped() && !overrun;
    }

    private void checkWhole() {
        bodyEnded = position == byteRange.end() && !overrun;
        if (position < byteRange.end()) {
            throw new ShortBodyException(byteRange.end() - position);
        }
    }
}
