package io.hfdownloader.transfer.http;

import io.hfdownloader.http.Segment;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.Answer;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.StoppedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;

/** Brings one segment of the file over plain HTTP. Lives on its transfer's event loop. */
final class SegmentStream extends FileStream {

    /** What the owner of the stream does with it. */
    interface Owner extends Ends {

        /** The answer's head is there and was found right. May give the stream another segment. */
        void answered(SegmentStream stream, Answer answer);

        /** Bytes arrived; the next ones are asked for when the result is there. */
        Uni<Void> accept(SegmentStream stream, Buffer bytes);
    }

    private final Owner owner;
    private final Source source;
    private Segment segment;
    private long position;
    private boolean bodyEnded;
    private boolean overrun;

    SegmentStream(Owner owner, Source source, Segment segment) {
        super(owner);
        this.owner = owner;
        this.source = source;
        this.segment = segment;
        this.position = segment.start();
    }

    @Override
    public void ask() {
        var subscription =
                source.open(segment, this).chain(this::consume).subscribe().with(done -> finish(null), this::finish);
    }

    @Override
    public boolean hasAll() {
        return isStarted() && rest().length() == 0;
    }

    @Override
    public boolean isCleanlyOver() {
        return bodyEnded;
    }

    @Override
    public long restBytes() {
        return rest().length();
    }

    @Override
    public void addRest(RangeSet ranges) {
        ranges.add(rest());
    }

    /** What it has not brought yet. */
    Segment rest() {
        return new Segment(Math.min(position, segment.end()), segment.end());
    }

    Segment segment() {
        return segment;
    }

    /** The server sends the file from its start, whatever was asked. */
    void takeWholeFile(long size) {
        segment = new Segment(0, size);
        position = 0;
    }

    long position() {
        return position;
    }

    void advance(long bytes, long nowNanos) {
        position += bytes;
        arrived(bytes, nowNanos);
    }

    private Uni<Void> consume(Answer answer) {
        if (isOver()) {
            throw new StoppedException();
        }
        owner.answered(this, answer);
        return MultiHelper.toMulti(answer.response())
                .select()
                .first(bytes -> wantsMore())
                .onItem()
                .transformToUniAndConcatenate(bytes -> owner.accept(this, bytes))
                .onItem()
                .ignoreAsUni()
                .invoke(this::checkWhole);
    }

    /** A body that goes on beyond its promise is not read on; its connection cannot be used again. */
    private boolean wantsMore() {
        overrun = !isOver() && position >= segment.end();
        return !isOver() && !overrun;
    }

    private void checkWhole() {
        bodyEnded = position == segment.end() && !overrun;
        if (position < segment.end()) {
            throw new ShortBodyException(segment.end() - position);
        }
    }
}
