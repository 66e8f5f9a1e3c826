package io.hfdownloader.standin.content;

import java.util.List;

/** Stretches of other contents, one after the other. */
public final class ConcatenatedContent extends Content {

    private final List<Slice> pieces;

    public ConcatenatedContent(List<Slice> pieces) {
        super(pieces.stream().mapToLong(Slice::length).sum());
        this.pieces = List.copyOf(pieces);
    }

    /** A stretch of a content. */
    public record Slice(Content source, long from, long length) {
        public Slice {
            if (from < 0 || length < 0 || from + length > source.size()) {
                throw new IllegalArgumentException("No " + length + " bytes from " + from + " on in " + source.size());
            }
        }

        public static Slice whole(Content content) {
            return new Slice(content, 0, content.size());
        }
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        long pieceAt = 0;
        int done = 0;
        for (Slice slice : pieces) {
            long from = offset + done - pieceAt;
            if (done < length && from < slice.length()) {
                int count = (int) Math.min(length - done, slice.length() - from);
                byte[] part = done == 0 ? target : new byte[count];
                slice.source().read(slice.from() + from, part, count);
                if (done > 0) {
                    System.arraycopy(part, 0, target, done, count);
                }
                done += count;
            }
            pieceAt += slice.length();
        }
    }
}
