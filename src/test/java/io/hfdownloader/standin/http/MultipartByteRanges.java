package io.hfdownloader.standin.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.content.ConcatenatedContent;
import io.hfdownloader.standin.content.Content;

/** Several ranges of a content as {@code multipart/byteranges}, each read when it is sent. */
public final class MultipartByteRanges {

    public static final String BOUNDARY = "3d6b6a416f9b5";

    private MultipartByteRanges() {}

    public static Content of(Content source, List<RequestedRange> ranges) {
        List<ConcatenatedContent.Slice> pieces = new ArrayList<>();
        for (RequestedRange range : ranges) {
            pieces.add(text("\r\n--" + BOUNDARY + "\r\nContent-Type: application/octet-stream\r\nContent-Range: "
                    + range.contentRange(source.size()) + "\r\n\r\n"));
            pieces.add(new ConcatenatedContent.Slice(source, range.start(), range.end() - range.start()));
        }
        pieces.add(text("\r\n--" + BOUNDARY + "--\r\n"));
        return new ConcatenatedContent(pieces);
    }

    private static ConcatenatedContent.Slice text(String text) {
        return ConcatenatedContent.Slice.whole(Content.of(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
