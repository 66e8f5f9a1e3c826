package io.hfdownloader.transfer.stream;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import org.jspecify.annotations.Nullable;

/** A stream for which nothing is asked: what it brings, and when it stops, is said by a test. */
public final class StreamWithoutConnection extends FileStream {

    private static final long FAR = 1L << 40;

    private long remainingBytes = FAR;

    /** One that was granted a connection at this moment. */
    public static StreamWithoutConnection startedAt(long nowNanos) {
        StreamWithoutConnection stream = new StreamWithoutConnection(StreamWithoutConnection::isNoNews);
        stream.start(nowNanos);
        return stream;
    }

    private StreamWithoutConnection(StopListener stopListener) {
        super(stopListener);
    }

    private static void isNoNews(FileStream stream, @Nullable Throwable failure) {}

    /** It has to bring so much still. */
    public StreamWithoutConnection withRemaining(long bytes) {
        remainingBytes = bytes;
        return this;
    }

    @Override
    public void sendRequest() {}

    @Override
    public boolean isConnectionReusable() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return remainingBytes == 0;
    }

    @Override
    public long remainingBytes() {
        return remainingBytes;
    }

    @Override
    public void addRemaining(ByteRanges ranges) {
        ranges.add(new ByteRange(0, remainingBytes));
    }
}
