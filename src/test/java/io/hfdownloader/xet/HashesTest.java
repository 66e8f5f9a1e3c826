package io.hfdownloader.xet;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Hashes of the reference implementation and of its published tests. */
@Tag("fast")
class HashesTest {

    private static final JsonNode VECTORS = Fixtures.json("vectors.json");
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] DATA_KEY =
            HEX.parseHex("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229");
    private static final byte[] NODE_KEY =
            HEX.parseHex("017ec5c7a5472996fd946666b48a02e65ddd536f37c76dd2f86352e64a53713f");
    private static final byte[] TERM_KEY =
            HEX.parseHex("7f1857d6ce56ed66127ff913e7a5c3f3a4cd26d5b5db49e64124987f28fb94c3");

    static Stream<Arguments> inputs() {
        return Fixtures.elements(VECTORS.get("keyed_blake3"))
                .map(vector -> Arguments.of(vector.get("input").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void aKeyedHashIsThatOfTheReference(String input, JsonNode vector) {
        byte[] bytes = bytes(input, vector.get("length").asInt());

        assertThat(HEX.formatHex(new Blake3(DATA_KEY).hash(bytes))).isEqualTo(raw(vector, "data"));
        assertThat(HEX.formatHex(new Blake3(NODE_KEY).hash(bytes))).isEqualTo(raw(vector, "internal_node"));
        assertThat(HEX.formatHex(new Blake3(TERM_KEY).hash(bytes))).isEqualTo(raw(vector, "verification"));
        assertThat(HEX.formatHex(new Blake3(new byte[32]).hash(bytes))).isEqualTo(raw(vector, "zero"));
        assertThat(XetHash.of(new Blake3(DATA_KEY).hash(bytes)))
                .hasToString(vector.get("data").get("string").asText());
    }

    @Test
    void aHasherCanBeUsedAgainAndOnPartsOfAnArray() {
        Blake3 hasher = new Blake3(DATA_KEY);
        byte[] bytes = bytes("i%251", 70_000);
        byte[] first = hasher.hash(bytes);
        byte[] shifted = new byte[70_003];
        System.arraycopy(bytes, 0, shifted, 2, 70_000);

        assertThat(hasher.hash(shifted, 2, 70_000)).isEqualTo(first);
        assertThat(hasher.hash(bytes)).isEqualTo(first);
    }

    /** Compilers have been seen to make wrong code of hashes after some thousands of calls: of arrays they keep apart. */
    @Test
    void aKeyedHashStaysRightWhenItsCodeIsCompiled() {
        Random random = new Random(5);
        byte[] bytes = new byte[128 << 10];
        random.nextBytes(bytes);
        Blake3 hasher = new Blake3(DATA_KEY);
        for (int i = 0; i < 3_000; i++) {
            int length = random.nextInt(bytes.length + 1);
            byte[] expected = org.apache.commons.codec.digest.Blake3.initKeyedHash(DATA_KEY)
                    .update(bytes, 0, length)
                    .doFinalize(32);

            assertThat(hasher.hash(bytes, 0, length))
                    .as("hash %d, of %d bytes", i, length)
                    .isEqualTo(expected);
        }
    }

    static Stream<Arguments> trees() {
        return Stream.of("merkle", "merkle_published")
                .flatMap(name -> Fixtures.elements(VECTORS.get(name)).map(tree -> Arguments.of(name, tree)));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void aRootIsThatOfTheReference(String name, JsonNode tree) {
        MerkleTree merkle = new MerkleTree();
        MerkleTree again = new MerkleTree();
        for (JsonNode leaf : tree.get("leaves")) {
            XetHash hash = XetHash.parse(leaf.get("hash").asText());
            merkle.add(hash, leaf.get("length").asLong());
            again.add(hash, leaf.get("length").asLong());
        }

        assertThat(merkle.root()).hasToString(tree.get("root").asText());
        assertThat(again.fileHash()).hasToString(tree.get("file_hash").asText());
    }

    @Test
    void aFileWithoutContentHasAHashOfItsOwn() {
        assertThat(new MerkleTree().fileHash()).isEqualTo(XetHash.EMPTY).hasToString("0".repeat(64));
    }

    static Stream<Arguments> files() {
        return Fixtures.elements(Fixtures.json("files.json"))
                .map(file -> Arguments.of(file.get("name").asText(), file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void theChunksOfAFileGiveItsHash(String name, JsonNode file) {
        MerkleTree merkle = new MerkleTree();
        for (JsonNode chunk : file.get("chunks")) {
            merkle.add(
                    XetHash.parse(chunk.get("hash").asText()),
                    chunk.get("length").asLong());
        }

        assertThat(merkle.fileHash()).hasToString(file.get("xet_hash").asText());
    }

    @Test
    void aHashIsWrittenAsFourNumbers() {
        JsonNode vector = VECTORS.get("hash_string");
        byte[] raw = HEX.parseHex(vector.get("raw_bytes_hex").asText());

        XetHash hash = XetHash.of(raw);

        assertThat(hash).hasToString(vector.get("string").asText());
        assertThat(XetHash.parse(hash.toString())).isEqualTo(hash);
        assertThat(hash.raw()).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz", "07060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a191", " "})
    void whatIsNoHashIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> XetHash.parse(text));
    }

    private static String raw(JsonNode vector, String key) {
        return vector.get(key).get("raw").asText();
    }

    private static byte[] bytes(String input, int length) {
        byte[] bytes = new byte[length];
        if (input.startsWith("ascii '")) {
            return input.substring(7, input.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        if (input.equals("1 byte 41")) {
            return new byte[] {0x41};
        }
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }
}
