package io.hfdownloader.standin.content;

import java.util.List;

/** Stretches of other contents, one after the other. */
public final class JoinedContent extends Content {

    private final List<Piece> pieces;

    public JoinedContent(List<Piece> pieces) {
        super(pieces.stream().mapToLong(Piece::length).sum());
        this.pieces = List.copyOf(pieces);
    }

    /** A stretch of a content. */
    public record Piece(Content source, long from, long length) {
        public Piece {
            if (from < 0 || length < 0 || from + length > source.size()) {
                throw new IllegalArgumentException("No " + length + " bytes from " + from + " on in " + source.size());
            }
        }

        public static Piece whole(Content content) {
            return new Piece(content, 0, content.size());
        }
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        long pieceAt = 0;
        int done = 0;
        for (Piece piece : pieces) {
            long from = offset + done - pieceAt;
            if (done < length && from < piece.length()) {
                int count = (int) Math.min(length - done, piece.length() - from);
                byte[] part = done == 0 ? target : new byte[count];
                piece.source().read(piece.from() + from, part, count);
                if (done > 0) {
                    System.arraycopy(part, 0, target, done, count);
                }
                done += count;
            }
            pieceAt += piece.length();
        }
    }
}
