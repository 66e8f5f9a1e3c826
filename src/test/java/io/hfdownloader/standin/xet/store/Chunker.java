package io.hfdownloader.standin.xet.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.hfdownloader.standin.content.RandomAccessBytes;

/** Cuts a content where its own bytes say so, by a rolling hash over the last 64 of them. */
final class Chunker {

    static final int MIN_BYTES = 8 * 1024;
    static final int MAX_BYTES = 128 * 1024;

    private static final String TABLE_RESOURCE = "/xet/gearhash-table.txt";
    private static final long[] TABLE = table();
    private static final long MASK = 0xFFFF000000000000L;
    private static final int WINDOW = 64;

    private Chunker() {}

    /** Takes one chunk after the other; the array is used again for the next one. */
    interface Sink {
        void chunk(byte[] data, int length) throws IOException;
    }

    /** Blocks. */
    static void cut(RandomAccessBytes content, Sink sink) throws IOException {
        byte[] data = new byte[MAX_BYTES];
        int held = 0;
        long read = 0;
        while (true) {
            int more = (int) Math.min(MAX_BYTES - held, content.size() - read);
            if (more > 0) {
                byte[] fresh = held == 0 ? data : new byte[more];
                content.read(read, fresh, more);
                if (held > 0) {
                    System.arraycopy(fresh, 0, data, held, more);
                }
                read += more;
                held += more;
            }
            if (held == 0) {
                return;
            }
            int length = length(data, held);
            sink.chunk(data, length);
            held -= length;
            System.arraycopy(data, length, data, 0, held);
        }
    }

    /** Where the chunk ends that begins at 0; no byte before the smallest size less the window can change that. */
    private static int length(byte[] data, int held) {
        long hash = 0;
        for (int i = MIN_BYTES - WINDOW - 1; i < held; i++) {
            hash = (hash << 1) + TABLE[data[i] & 0xFF];
            if (i >= MIN_BYTES - 1 && (hash & MASK) == 0) {
                return i + 1;
            }
        }
        return held;
    }

    private static long[] table() {
        try (InputStream in = Chunker.class.getResourceAsStream(TABLE_RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE_RESOURCE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .mapToLong(line -> Long.parseUnsignedLong(line.strip(), 16))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
