package io.hfdownloader.standin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.xet.Bytes;

/** Several ranges of a content as {@code multipart/byteranges}, each read when it is sent. */
final class MultipartContent extends Content {

    static final String BOUNDARY = "3d6b6a416f9b5";

    private final List<Piece> pieces;

    private MultipartContent(List<Piece> pieces) {
        super(pieces.stream().mapToLong(Piece::length).sum());
        this.pieces = pieces;
    }

    private record Piece(Bytes source, long from, long length) {}

    static MultipartContent of(Bytes source, List<ByteRange> ranges) {
        List<Piece> pieces = new ArrayList<>();
        for (ByteRange range : ranges) {
            pieces.add(text("\r\n--" + BOUNDARY + "\r\nContent-Type: application/octet-stream\r\nContent-Range: "
                    + range.contentRange(source.size()) + "\r\n\r\n"));
            pieces.add(new Piece(source, range.start(), range.end() - range.start()));
        }
        pieces.add(text("\r\n--" + BOUNDARY + "--\r\n"));
        return new MultipartContent(pieces);
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        long pieceAt = 0;
        int done = 0;
        for (Piece piece : pieces) {
            long from = offset + done - pieceAt;
            if (from < piece.length() && done < length) {
                byte[] part = new byte[(int) Math.min(length - done, piece.length() - from)];
                piece.source().read(piece.from() + from, part, part.length);
                System.arraycopy(part, 0, target, done, part.length);
                done += part.length;
            }
            pieceAt += piece.length();
        }
    }

    private static Piece text(String text) {
        Content content = Content.of(text.getBytes(StandardCharsets.US_ASCII));
        return new Piece(content, 0, content.size());
    }
}
