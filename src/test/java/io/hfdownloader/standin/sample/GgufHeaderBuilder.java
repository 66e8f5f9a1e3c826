package io.hfdownloader.standin.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The beginning of a genuine GGUF file: magic, version 3, metadata, and one tensor that takes the rest of the file. */
public final class GgufHeaderBuilder {

    private static final int TYPE_U32 = 4;
    private static final int TYPE_STRING = 8;
    private static final int TENSOR_I8 = 24;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private GgufHeaderBuilder() {}

    /** A small llama; {@code size} is that of the whole file. */
    public static byte[] of(String name, long size) {
        byte[] withGuess = write(name, size);
        return write(name, size - withGuess.length);
    }

    private static byte[] write(String name, long tensorBytes) {
        GgufHeaderBuilder head = new GgufHeaderBuilder();
        head.out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.u32(3);
        head.u64(1);
        head.u64(7);
        head.pair("general.architecture", "llama");
        head.pair("general.name", name);
        head.pair("llama.block_count", 16);
        head.pair("llama.context_length", 8192);
        head.pair("llama.embedding_length", 2048);
        head.pair("llama.attention.head_count", 32);
        head.pair("llama.attention.head_count_kv", 8);
        head.string("token_embd.weight");
        head.u32(1);
        head.u64(tensorBytes);
        head.u32(TENSOR_I8);
        head.u64(0);
        while (head.out.size() % ALIGNMENT != 0) {
            head.out.write(0);
        }
        return head.out.toByteArray();
    }

    private void pair(String key, String value) {
        string(key);
        u32(TYPE_STRING);
        string(value);
    }

    private void pair(String key, int value) {
        string(key);
        u32(TYPE_U32);
        u32(value);
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u64(bytes.length);
        out.writeBytes(bytes);
    }

    private void u32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void u64(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
