package io.hfdownloader.xet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ChunkScanTest {

    static Stream<Arguments> files() {
        return Fixtures.elements(Fixtures.json("files.json"))
                .filter(file -> file.get("size").asLong() > 0)
                .map(file -> Arguments.of(file.get("name").asText(), file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileIsCutWhereTheReferenceCutsIt(String name, JsonNode file) throws Exception {
        byte[] whole = file(name, file.get("size").asInt());
        List<String> chunks = new ArrayList<>();

        new ChunkScan()
                .scan(
                        bytes(whole),
                        0,
                        whole.length,
                        (hash, position, length) -> chunks.add(position + " " + length + " " + hash));

        assertThat(chunks)
                .containsExactly(Fixtures.elements(file.get("chunks"))
                        .map(chunk -> chunk.get("offset").asLong() + " "
                                + chunk.get("length").asInt() + " "
                                + chunk.get("hash").asText())
                        .toArray(String[]::new));
    }

    @Test
    void theBytesOfAWholeXorbAreProvedByItsHash() throws Exception {
        byte[] whole = file("edit-v1.bin", 420_000);
        XetHash xorb = XetHash.parse("e1f8e99e84f6dcb990d23d8e86869dfd031ca262eca16aaef5634aa1487a582d");

        assertThat(new ChunkScan().isXorb(bytes(whole), 0, whole.length, 7, xorb))
                .isTrue();
        whole[200_000] ^= 1;
        assertThat(new ChunkScan().isXorb(bytes(whole), 0, whole.length, 7, xorb))
                .isFalse();
    }

    private static ChunkScan.Bytes bytes(byte[] whole) {
        return (position, into, offset, length) -> System.arraycopy(whole, (int) position, into, offset, length);
    }

    private static byte[] file(String name, int size) throws Exception {
        String text = Fixtures.json("reconstruction/" + name + ".full.v2.json")
                .toString()
                .replace("\"xorbs/", "\"https://cdn.test/xorbs/");
        byte[] whole = new byte[size];
        for (Piece piece : ReconstructionReader.read(new ObjectMapper().readTree(text), 0, size, false)
                .pieces()) {
            byte[] xorb = Fixtures.bytes("xorbs/" + piece.xorb() + ".xorb");
            PieceReader reader = new PieceReader(piece);
            reader.feed(
                    xorb,
                    (int) piece.firstByte(),
                    (int) piece.storedLength(),
                    (bytes, length, position) -> System.arraycopy(bytes, 0, whole, (int) position, length));
        }
        return whole;
    }
}
