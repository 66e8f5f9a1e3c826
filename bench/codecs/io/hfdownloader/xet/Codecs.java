package io.hfdownloader.xet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.params.Blake3Parameters;

/** Measures our BLAKE3 and LZ4 beside libraries, on chunks that the reference implementation made. See codecs.sh. */
public final class Codecs {

    private static final byte[] KEY =
            HexFormat.of().parseHex("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229");
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 700_000_000;

    private Codecs() {}

    public static void main(String[] arguments) throws Exception {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = (byte) (i * 31 + (i >>> 7));
        }
        Blake3 own = new Blake3(KEY);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        compare("hash of 64 KiB", CHUNK_BYTES, List.of(
                new Way("own BLAKE3", () -> own.hash(chunk)[0]),
                new Way("Bouncy Castle", () -> bouncyCastle(chunk)[0]),
                new Way("Commons Codec", () -> commonsCodec(chunk)[0]),
                new Way("SHA-256 of the JDK", () -> sha.digest(chunk)[0])));

        byte[] frame = lz4Chunk(Path.of(arguments[0]));
        int length = Integer.parseInt(arguments[1]);
        byte[] out = new byte[length];
        LZ4SafeDecompressor safe = LZ4Factory.safeInstance().safeDecompressor();
        LZ4SafeDecompressor unsafe = LZ4Factory.fastestJavaInstance().safeDecompressor();
        LZ4SafeDecompressor jni = LZ4Factory.nativeInstance().safeDecompressor();
        int block = 7 + 4; // behind the frame's header and the block's size
        int blockLength = frame.length - block - 4;
        compare("unpacking " + length + " bytes", length, List.of(
                new Way("own LZ4, whole frame", () -> {
                    Lz4Frame.unpack(frame, 0, frame.length, out, length);
                    return out[0];
                }),
                new Way("lz4-java, safe", () -> safe.decompress(frame, block, blockLength, out, 0)),
                new Way("lz4-java, fastest in Java", () -> unsafe.decompress(frame, block, blockLength, out, 0)),
                new Way("lz4-java, JNI", () -> jni.decompress(frame, block, blockLength, out, 0))));
    }

    private record Way(String name, Callable<? extends Number> work) {}

    /** All in turn, several rounds, the median of each: other load on the machine meets them alike. */
    private static void compare(String title, int bytes, List<Way> ways) throws Exception {
        List<List<Double>> rates = new ArrayList<>();
        ways.forEach(way -> rates.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ways.size(); i++) {
                double rate = rate(ways.get(i), bytes);
                if (round > 0) {
                    rates.get(i).add(rate);
                }
            }
        }
        System.out.println(title + ", Java " + Runtime.version());
        for (int i = 0; i < ways.size(); i++) {
            List<Double> sorted = rates.get(i).stream().sorted().toList();
            System.out.printf(Locale.ROOT, "  %-28s %7.0f MB/s%n", ways.get(i).name(), sorted.get(sorted.size() / 2));
        }
    }

    private static double rate(Way way, int bytes) throws Exception {
        long start = System.nanoTime();
        long done = 0;
        long sink = 0;
        while (System.nanoTime() - start < ROUND_NANOS) {
            for (int i = 0; i < 50; i++) {
                sink += way.work().call().longValue();
                done += bytes;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return sink == Long.MIN_VALUE ? 0 : done / seconds / 1e6;
    }

    private static byte[] bouncyCastle(byte[] chunk) {
        Blake3Digest digest = new Blake3Digest(32);
        digest.init(Blake3Parameters.key(KEY));
        digest.update(chunk, 0, chunk.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }

    private static byte[] commonsCodec(byte[] chunk) {
        return org.apache.commons.codec.digest.Blake3.initKeyedHash(KEY)
                .update(chunk)
                .doFinalize(32);
    }

    /** The frame of a xorb's first chunk. */
    private static byte[] lz4Chunk(Path xorb) throws Exception {
        byte[] bytes = Files.readAllBytes(xorb);
        ChunkHeader header = ChunkHeader.read(bytes, 0);
        return Arrays.copyOfRange(bytes, ChunkHeader.BYTES, ChunkHeader.BYTES + header.storedBytes());
    }
}
