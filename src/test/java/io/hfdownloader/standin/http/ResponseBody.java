package io.hfdownloader.standin.http;

import io.hfdownloader.standin.content.Content;

/**
 * A stretch of a content to be sent, and what is to go wrong on the way. A number of -1 means "does not happen".
 *
 * @param from first byte
 * @param to one behind the last byte
 * @param dropAfter the connection is closed after this many bytes
 * @param reset whether it is closed by a reset, with which bytes on their way are lost
 * @param stallAfter nothing more is sent after this many bytes, and the connection is kept
 * @param corruptAt offset in the content of a byte that is sent with all bits turned
 * @param bytesPerSecond how fast to send
 * @param extra how many bytes to send beyond the end
 */
public record ResponseBody(
        Content content,
        long from,
        long to,
        long dropAfter,
        boolean reset,
        long stallAfter,
        long corruptAt,
        long bytesPerSecond,
        int extra) {

    public ResponseBody(Content content, long from, long to) {
        this(content, from, to, -1, false, -1, -1, -1, 0);
    }

    public long length() {
        return to - from;
    }

    public ResponseBody dropAfter(long bytes) {
        return new ResponseBody(content, from, to, bytes, false, stallAfter, corruptAt, bytesPerSecond, extra);
    }

    public ResponseBody resetAfter(long bytes) {
        return new ResponseBody(content, from, to, bytes, true, stallAfter, corruptAt, bytesPerSecond, extra);
    }

    public ResponseBody stallAfter(long bytes) {
        return new ResponseBody(content, from, to, dropAfter, reset, bytes, corruptAt, bytesPerSecond, extra);
    }

    public ResponseBody corruptAt(long offset) {
        return new ResponseBody(content, from, to, dropAfter, reset, stallAfter, offset, bytesPerSecond, extra);
    }

    public ResponseBody bytesPerSecond(long rate) {
        return new ResponseBody(content, from, to, dropAfter, reset, stallAfter, corruptAt, rate, extra);
    }

    public ResponseBody shortenedBy(long bytes) {
        return new ResponseBody(
                content,
                from,
                Math.max(from, to - bytes),
                dropAfter,
                reset,
                stallAfter,
                corruptAt,
                bytesPerSecond,
                extra);
    }

    public ResponseBody extendedBy(int bytes) {
        return new ResponseBody(content, from, to, dropAfter, reset, stallAfter, corruptAt, bytesPerSecond, bytes);
    }
}
