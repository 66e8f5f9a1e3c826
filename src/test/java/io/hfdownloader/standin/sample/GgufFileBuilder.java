package io.hfdownloader.standin.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.content.Content;

/** A GGUF file, version 3, whose header names its tensors as real ones do; the numbers in them are noise. */
public final class GgufFileBuilder {

    private static final int U32 = 4;
    private static final int F32_VALUE = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private int pairCount;

    /** The types of tensors that tests need, by ggml's and ik_llama.cpp's numbers. */
    public enum Type {
        F32(0, 1, 4),
        F16(1, 1, 2),
        Q8_0(8, 32, 34),
        Q2_K(10, 256, 84),
        Q4_K(12, 256, 144),
        Q5_K(13, 256, 176),
        Q6_K(14, 256, 210),
        IQ2_XXS(16, 256, 66),
        BF16(30, 1, 2),
        MXFP4(39, 32, 17),
        IQ2_KS(145, 256, 70),
        IQ4_KSS(146, 256, 128),
        /** Of a program that nobody has heard of yet. */
        FUTURE(999, 256, 80);

        private final int id;
        private final int block;
        private final int bytes;

        Type(int id, int block, int bytes) {
            this.id = id;
            this.block = block;
            this.bytes = bytes;
        }

        private long bytes(long numbers) {
            return numbers / block * bytes;
        }
    }

    private record Tensor(Type type, long numbers) {}

    public GgufFileBuilder() {
        pair("general.architecture", "llama");
        pair("llama.block_count", 4);
    }

    /** What the file's maker says it is, as llama.cpp counts it: 15 is {@code Q4_K_M}, 32 {@code BF16}. */
    public GgufFileBuilder fileType(int type) {
        return pair("general.file_type", type);
    }

    /** A tokenizer's lists: texts and scores, with which real headers are megabytes long. */
    public GgufFileBuilder tokens(int count) {
        begin("tokenizer.ggml.tokens", ARRAY);
        u32(pairs, STRING);
        u64(pairs, count);
        for (int i = 0; i < count; i++) {
            string(pairs, "token" + i);
        }
        begin("tokenizer.ggml.scores", ARRAY);
        u32(pairs, F32_VALUE);
        u64(pairs, count);
        pairs.writeBytes(new byte[4 * count]);
        return this;
    }

    /** One more tensor; its numbers a multiple of 256. */
    public GgufFileBuilder tensor(Type type, long numbers) {
        tensors.add(new Tensor(type, numbers));
        return this;
    }

    public GgufFileBuilder pair(String key, int value) {
        begin(key, U32);
        u32(pairs, value);
        return this;
    }

    public GgufFileBuilder pair(String key, String value) {
        begin(key, STRING);
        string(pairs, value);
        return this;
    }

    /** The header alone. */
    public byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        u32(out, 3);
        u64(out, tensors.size());
        u64(out, pairCount);
        out.writeBytes(pairs.toByteArray());
        long offset = 0;
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            string(out, "blk." + i + ".ffn_up.weight");
            u32(out, 2);
            u64(out, 256);
            u64(out, tensor.numbers() / 256);
            u32(out, tensor.type().id);
            u64(out, offset);
            offset += aligned(tensor.type().bytes(tensor.numbers()));
        }
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
        return out.toByteArray();
    }

    /** Length of the file. */
    public long size() {
        return header().length
                + tensors.stream()
                        .mapToLong(tensor -> aligned(tensor.type().bytes(tensor.numbers())))
                        .sum();
    }

    /** The whole file. */
    public Content content(long seed) {
        return Content.generated(header(), seed, size());
    }

    private void begin(String key, int type) {
        pairCount++;
        string(pairs, key);
        u32(pairs, type);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u64(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private static void u64(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
