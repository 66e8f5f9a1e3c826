package io.hfdownloader.standin.xet.store;

import java.util.Arrays;

/** Unpacks chunks plainly and trustingly: what the encoder wrote can be read back. */
final class ChunkDecoder {

    private ChunkDecoder() {}

    static byte[] chunk(Xorb xorb, int index) {
        Xorb.Chunk chunk = xorb.chunks().get(index);
        byte[] stored = new byte[chunk.storedLength()];
        xorb.read(chunk.offset(), stored, stored.length);
        return stored(stored, chunk.length());
    }

    static byte[] stored(byte[] chunk, int length) {
        byte[] payload = Arrays.copyOfRange(chunk, ChunkEncoder.HEADER, chunk.length);
        return switch (chunk[4]) {
            case 0 -> payload;
            case 1 -> frame(payload, length);
            default -> ungrouped(frame(payload, length));
        };
    }

    private static byte[] frame(byte[] frame, int length) {
        byte[] out = new byte[length];
        int end = frame.length - 4;
        int in = Lz4Encoder.BLOCK_AT;
        int at = 0;
        while (in < end) {
            int token = frame[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = frame[in++] & 0xFF;
                    literals += more;
                } while (more == 255);
            }
            System.arraycopy(frame, in, out, at, literals);
            in += literals;
            at += literals;
            if (in == end) {
                break;
            }
            int offset = frame[in++] & 0xFF | (frame[in++] & 0xFF) << 8;
            int match = (token & 15) + 4;
            if (match == 19) {
                int more;
                do {
                    more = frame[in++] & 0xFF;
                    match += more;
                } while (more == 255);
            }
            for (int i = 0; i < match; i++, at++) {
                out[at] = out[at - offset];
            }
        }
        if (at != length) {
            throw new IllegalStateException(at + " bytes in place of " + length);
        }
        return out;
    }

    private static byte[] ungrouped(byte[] grouped) {
        byte[] out = new byte[grouped.length];
        int in = 0;
        for (int group = 0; group < 4; group++) {
            for (int i = group; i < out.length; i += 4) {
                out[i] = grouped[in++];
            }
        }
        return out;
    }
}
