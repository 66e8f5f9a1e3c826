package io.hfdownloader.standin.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.content.JoinedContent;

/** Several ranges of a content as {@code multipart/byteranges}, each read when it is sent. */
public final class MultipartContent {

    public static final String BOUNDARY = "3d6b6a416f9b5";

    private MultipartContent() {}

    public static Content of(Content source, List<ByteRange> ranges) {
        List<JoinedContent.Piece> pieces = new ArrayList<>();
        for (ByteRange range : ranges) {
            pieces.add(text("\r\n--" + BOUNDARY + "\r\nContent-Type: application/octet-stream\r\nContent-Range: "
                    + range.contentRange(source.size()) + "\r\n\r\n"));
            pieces.add(new JoinedContent.Piece(source, range.start(), range.end() - range.start()));
        }
        pieces.add(text("\r\n--" + BOUNDARY + "--\r\n"));
        return new JoinedContent(pieces);
    }

    private static JoinedContent.Piece text(String text) {
        return JoinedContent.Piece.whole(Content.of(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
