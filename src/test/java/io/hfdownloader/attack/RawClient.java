package io.hfdownloader.attack;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection on which anything can be sent, also what is no HTTP. Blocks, each time for some seconds at most. */
final class RawClient implements Closeable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int AWAIT_MILLIS = 15_000;
    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    private final Socket socket = new Socket();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable closed;

    RawClient(InetSocketAddress server, int timeoutMillis, Runnable closed) throws IOException {
        this.closed = closed;
        try {
            socket.connect(server, CONNECT_MILLIS);
            socket.setSoTimeout(timeoutMillis);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** One character is one byte. */
    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Has more patience from now on. */
    RawClient await() throws IOException {
        socket.setSoTimeout(AWAIT_MILLIS);
        return this;
    }

    /** What comes until the server closes, says nothing for the time limit, or has said much; the rest is passed over. */
    String read() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] block = new byte[16 * 1024];
        InputStream in = socket.getInputStream();
        try {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (kept.size() < MAX_ANSWER_BYTES) {
                    kept.write(block, 0, count);
                }
            }
        } catch (SocketTimeoutException | SocketException enough) {
            return kept.toString(StandardCharsets.UTF_8);
        }
        return kept.toString(StandardCharsets.UTF_8);
    }

    /** The next bytes, at most so many; none at the end. */
    String readSome(int limit) throws IOException {
        byte[] block = new byte[limit];
        int count = socket.getInputStream().read(block);
        return count < 0 ? "" : new String(block, 0, count, StandardCharsets.UTF_8);
    }

    /** Closes it with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        if (open.getAndSet(false)) {
            closed.run();
        }
        socket.close();
    }
}
