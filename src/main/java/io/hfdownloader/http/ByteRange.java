package io.hfdownloader.http;

/**
 * A range of a file's bytes, half-open like every range in this project.
 *
 * @param start first byte
 * @param end the byte after the last
 */
public record ByteRange(long start, long end) {

    public ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Bad range " + start + ".." + end);
        }
    }

    public long length() {
        return end - start;
    }

    /** HTTP ranges include their last byte (RFC 9110, 14.1.2); no other place writes this header. */
    public String toRangeHeader() {
        return "bytes=" + start + "-" + (end - 1);
    }
}
