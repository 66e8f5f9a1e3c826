package io.hfdownloader.xet;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files put together from xorbs that the reference implementation made, as the storage's answers say. */
@Tag("fast")
class ReconstructionTest {

    private static final PieceReader.PlacedChunkConsumer NOBODY = (bytes, length, position) -> {};
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    static Stream<Arguments> answers() {
        return Fixtures.elements(Fixtures.json("files.json"))
                .filter(file -> file.get("size").asLong() > 0)
                .flatMap(file -> Fixtures.elements(file.get("reconstructions"))
                        .flatMap(answer -> Stream.of("v1", "v2")
                                .map(version -> Arguments.of(answer.get(version).asText(), file, answer))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void aFileIsPutTogetherAsItWas(String name, JsonNode file, JsonNode expected) throws Exception {
        long size = file.get("size").asLong();
        long start = start(expected);
        long end = Math.min(size, end(expected, size));

        Reconstruction reconstruction = ReconstructionReader.read(answer(name), start, size, false);

        byte[] whole = new byte[(int) size];
        for (Piece piece : reconstruction.pieces()) {
            fetch(piece, whole, 1 + new Random(piece.hashCode()).nextInt(60_000));
        }
        byte[] asked = Arrays.copyOfRange(whole, (int) start, (int) end);
        assertThat(reconstruction.start()).isLessThanOrEqualTo(start);
        assertThat(reconstruction.end()).isGreaterThanOrEqualTo(end);
        assertThat(asked).hasSize(expected.get("bytes").asInt());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asked)))
                .isEqualTo(expected.get("sha256").asText());
    }

    static Stream<Arguments> files() {
        return Fixtures.elements(Fixtures.json("files.json"))
                .filter(file -> file.get("size").asLong() > 0)
                .map(file -> Arguments.of(file.get("name").asText(), file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void theChunksHaveTheHashesOfTheReference(String name, JsonNode file) throws Exception {
        long size = file.get("size").asLong();
        XetHasher hasher = new XetHasher();
        String[] hashes = new String[file.get("chunks").size()];
        for (Piece piece : ReconstructionReader.read(answer("reconstruction/" + name + ".full.v2.json"), 0, size, false)
                .pieces()) {
            PieceReader reader = new PieceReader(piece);
            byte[] stored = stored(piece);
            reader.feed(stored, 0, stored.length, (bytes, length, position) -> {
                for (int i = 0; i < hashes.length; i++) {
                    if (file.get("chunks").get(i).get("offset").asLong() == position) {
                        hashes[i] = hasher.chunk(bytes, 0, length).toString();
                    }
                }
            });
            reader.checkEnd();
        }

        assertThat(hashes)
                .containsExactly(Fixtures.elements(file.get("chunks"))
                        .map(chunk -> chunk.get("hash").asText())
                        .toArray(String[]::new));
    }

    @Test
    void whatOccursSeveralTimesIsFetchedOnce() throws Exception {
        Reconstruction zeros =
                ReconstructionReader.read(answer("reconstruction/zeros.bin.full.v2.json"), 0, 400_000, false);

        assertThat(zeros.pieces()).hasSize(1);
        assertThat(zeros.pieces().get(0).placements()).hasSize(3);
        assertThat(zeros.pieces().get(0).fileBytes()).isEqualTo(400_000);
    }

    @Test
    void aTermWhoseChunksHaveAnotherLengthIsRefused() throws Exception {
        ObjectNode answer = answer("reconstruction/text.txt.full.v2.json");
        ((ObjectNode) answer.get("terms").get(0)).put("unpacked_length", 662_480);
        Piece piece =
                ReconstructionReader.read(answer, 0, 662_481, false).pieces().get(0);
        byte[] stored = stored(piece);

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> new PieceReader(piece).feed(stored, 0, stored.length, NOBODY));
    }

    @Test
    void aPieceThatEndsEarlyIsNoticed() throws Exception {
        Piece piece = ReconstructionReader.read(answer("reconstruction/text.txt.full.v2.json"), 0, 662_481, false)
                .pieces()
                .get(0);
        byte[] stored = stored(piece);
        PieceReader reader = new PieceReader(piece);
        reader.feed(stored, 0, stored.length - 1, NOBODY);

        assertThatExceptionOfType(BadXorbException.class).isThrownBy(reader::checkEnd);
        assertThat(reader.nextChunk()).isEqualTo(piece.endChunk() - 1);
        assertThat(reader.nextByte()).isLessThan(piece.endByte());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"xorbs\": {}, \"terms\": []}",
                "{\"xorbs\": {}, \"terms\": [{}], \"offset_into_first_range\": 0}",
                "{\"xorbs\": {\"zz\": []}, \"terms\": [], \"offset_into_first_range\": 0}",
                "{\"xorbs\": [], \"terms\": {}, \"offset_into_first_range\": 0}",
                "\"text\"",
                "null"
            })
    void anAnswerThatIsNoneIsRefused(String text) throws Exception {
        JsonNode answer = new ObjectMapper().readTree(text);

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> ReconstructionReader.read(answer, 0, 1_000, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"unpacked_length\":0",
                "\"unpacked_length\":-1",
                "\"unpacked_length\":1180000",
                "\"unpacked_length\":1e3",
                "\"unpacked_length\":\"5\"",
                "\"unpacked_length\":99999999999999999999",
                "\"unpacked_length\":null"
            })
    void aTermThatCannotBeIsRefused(String field) throws Exception {
        String text =
                answer("reconstruction/text.txt.full.v2.json").toString().replace("\"unpacked_length\":662481", field);
        JsonNode answer = new ObjectMapper().readTree(text);

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> ReconstructionReader.read(answer, 0, 662_481, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://cdn.test/x", "/relative", "", "https://user@cdn.test/x", "https://cdn.test/a b"})
    void aRangeWithoutAnAddressIsRefused(String url) throws Exception {
        ObjectNode answer = answer("reconstruction/one.bin.full.v2.json");
        ((ObjectNode) answer.get("xorbs").elements().next().get(0)).put("url", url);

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> ReconstructionReader.read(answer, 0, 1, false));
    }

    private static void fetch(Piece piece, byte[] file, int step) {
        PieceReader reader = new PieceReader(piece);
        byte[] stored = stored(piece);
        int broken = stored.length / 2; // a connection breaks once on the way
        for (int at = 0; at < broken; at += step) {
            reader.feed(stored, at, Math.min(step, broken - at), into(file));
        }
        reader.discardPartialChunk();
        for (int at = (int) (reader.nextByte() - piece.firstByte()); at < stored.length; at += step) {
            reader.feed(stored, at, Math.min(step, stored.length - at), into(file));
        }
        reader.checkEnd();
        assertThat(reader.nextByte()).isEqualTo(piece.endByte());
    }

    private static PieceReader.PlacedChunkConsumer into(byte[] file) {
        return (bytes, length, position) -> System.arraycopy(bytes, 0, file, (int) position, length);
    }

    private static byte[] stored(Piece piece) {
        return Arrays.copyOfRange(
                Fixtures.bytes("xorbs/" + piece.xorb() + ".xorb"), (int) piece.firstByte(), (int) piece.endByte());
    }

    /** The answer, with addresses in the place of file names. */
    private static ObjectNode answer(String name) throws Exception {
        String text = Fixtures.json(name).toString().replace("\"xorbs/", "\"https://cdn.test/xorbs/");
        return (ObjectNode) new ObjectMapper().readTree(text);
    }

    private static long start(JsonNode expected) {
        Matcher range = RANGE.matcher(expected.get("range").asText());
        return range.matches() ? Long.parseLong(range.group(1)) : 0;
    }

    private static long end(JsonNode expected, long size) {
        Matcher range = RANGE.matcher(expected.get("range").asText());
        return range.matches() ? Long.parseLong(range.group(2)) + 1 : size;
    }

    @Test
    void aStorageThatIsSpokenToOverTlsNamesNoAddressWithoutIt() throws Exception {
        JsonNode answer = answer("reconstruction/text.txt.full.v2.json");
        String plain = answer.toString().replace("https://", "http://");
        JsonNode open = new ObjectMapper().readTree(plain);

        assertThat(ReconstructionReader.read(
                                new ObjectMapper().readTree(plain.replace("http://", "https://")), 0, 662_481, true)
                        .pieces())
                .isNotEmpty();
        assertThat(ReconstructionReader.read(open, 0, 662_481, false).pieces()).isNotEmpty();
        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> ReconstructionReader.read(open, 0, 662_481, true));
    }
}
