package io.hfdownloader.xet;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Inputs that are nearly right: each is taken or refused with the one exception made for it, within bounded memory. The
 * seeds are fixed, so that a failure comes again; its message names the seed. The usual run has a hundred thousand, for
 * that finds what a change breaks; all of the million, which the first writing was tried with, with {@code -Dhostile=10}.
 */
@Tag("fast")
class HostileBytesTest {

    private static final int TIMES = Integer.getInteger("hostile", 1);
    private static final int FRAMES = 60_000 * TIMES;
    private static final int XORBS = 30_000 * TIMES;
    private static final int ANSWERS = 10_000 * TIMES;
    private static final long MAX_ALLOCATED_BYTES_PER_INPUT = 700_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void mutatedFramesAreUnpackedOrRefused() {
        List<byte[]> samples = Fixtures.elements(Fixtures.json("lz4.json"))
                .map(frame -> Fixtures.bytes(frame.get("file").asText()))
                .filter(frame -> frame.length < 1_000)
                .toList();
        byte[] out = new byte[ChunkHeader.MAX_UNPACKED_BYTES];
        long accepted = 0;
        for (int seed = 0; seed < FRAMES; seed++) {
            Random random = new Random(seed);
            byte[] frame = mutated(samples.get(seed % samples.size()), random);
            int length = random.nextInt(4) == 0 ? random.nextInt(2_000) : out.length;
            if (passes(seed, () -> Lz4Frame.unpack(frame, 0, frame.length, out, length))) {
                accepted++;
            }
        }
        assertThat(accepted).isLessThan(FRAMES / 2);
    }

    @Test
    void mutatedXorbsAreUnpackedOrRefused() {
        byte[] xorb = Fixtures.bytes("xorbs/25e078a893f445a92b35b019a9c32559cd0b6e4a81e8e22cc0c093bb4917227f.xorb");
        List<byte[]> samples = Fixtures.elements(
                        Fixtures.json("xorbs.json").get(xorbIndex()).get("chunks"))
                .filter(chunk -> chunk.get("stored_length").asInt() < 2_000)
                .map(chunk -> Arrays.copyOfRange(
                        xorb,
                        chunk.get("stored_offset").asInt(),
                        chunk.get("stored_offset").asInt()
                                + chunk.get("stored_length").asInt()))
                .toList();
        assertThat(samples).isNotEmpty();
        for (int seed = 0; seed < XORBS; seed++) {
            Random random = new Random(seed);
            byte[] first = samples.get(random.nextInt(samples.size()));
            byte[] second = samples.get(random.nextInt(samples.size()));
            byte[] stored = mutated(joined(first, second), random);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            boolean unused = passes(seed, () -> {
                ChunkReader reader = new ChunkReader((bytes, length, storedLength) ->
                        assertThat(length).isBetween(1, ChunkHeader.MAX_UNPACKED_BYTES));
                int step = 1 + random.nextInt(300);
                for (int at = 0; at < stored.length; at += step) {
                    reader.feed(stored, at, Math.min(step, stored.length - at));
                }
            });
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("allocated with seed %d", seed)
                    .isLessThan(MAX_ALLOCATED_BYTES_PER_INPUT);
        }
    }

    @Test
    void mutatedAnswersAreReadOrRefused() {
        ObjectMapper json = new ObjectMapper();
        List<String> samples = Stream.of("patchwork.bin", "zeros.bin", "edit-v2.bin")
                .flatMap(name -> Stream.of("v1", "v2")
                        .map(version -> Fixtures.json("reconstruction/" + name + ".full." + version + ".json")
                                .toString()
                                .replace("\"xorbs/", "\"https://cdn.test/xorbs/")))
                .toList();
        long read = 0;
        for (int seed = 0; seed < ANSWERS; seed++) {
            Random random = new Random(seed);
            byte[] text = mutated(samples.get(seed % samples.size()).getBytes(StandardCharsets.US_ASCII), random);
            long size = 1 + random.nextInt(2_000_000);
            boolean passed = passes(seed, () -> {
                try {
                    Reconstruction reconstruction = ReconstructionReader.read(json.readTree(text), 0, size, false);
                    assertThat(reconstruction.end()).isLessThanOrEqualTo(size);
                } catch (IOException noJson) {
                    throw new BadXorbException("no JSON");
                }
            });
            read += passed ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private static boolean passes(int seed, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (BadXorbException refused) {
            return false;
        } catch (RuntimeException | Error fault) {
            throw new AssertionError("Neither taken nor refused, with seed " + seed, fault);
        }
    }

    /** Bits flipped, bytes set to edge values, parts doubled, dropped or filled. */
    private static byte[] mutated(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(3) == 0 ? random.nextInt(Math.min(16, bytes.length)) : random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 2 -> bytes[at] = (byte) random.nextInt(256);
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> bytes = joined(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
                default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) 0xFF);
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static int xorbIndex() {
        List<String> hashes = new ArrayList<>();
        Fixtures.json("xorbs.json").forEach(xorb -> hashes.add(xorb.get("hash").asText()));
        return hashes.indexOf("25e078a893f445a92b35b019a9c32559cd0b6e4a81e8e22cc0c093bb4917227f");
    }
}
