package io.hfdownloader.xet;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class Lz4FrameTest {

    static Stream<Arguments> frames(boolean good) {
        return Fixtures.elements(Fixtures.json("lz4.json"))
                .filter(frame -> frame.get("ok").asBoolean() == good)
                .map(frame -> Arguments.of(frame.get("note").asText(), frame));
    }

    static Stream<Arguments> goodFrames() {
        return frames(true);
    }

    static Stream<Arguments> badFrames() {
        return frames(false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFrames")
    void aFrameOfAnyKindIsUnpacked(String note, JsonNode frame) throws Exception {
        byte[] packed = Fixtures.bytes(frame.get("file").asText());
        byte[] unpacked = new byte[frame.get("length").asInt()];

        Lz4Frame.unpack(packed, 0, packed.length, unpacked, unpacked.length);

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(unpacked)))
                .isEqualTo(frame.get("sha256").asText());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFrames")
    void aFrameThatUnpacksToAnotherLengthIsRefused(String note, JsonNode frame) {
        byte[] packed = Fixtures.bytes(frame.get("file").asText());
        int length = frame.get("length").asInt();
        byte[] out = new byte[length + 1];

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> Lz4Frame.unpack(packed, 0, packed.length, out, length + 1));
        if (length > 0) {
            assertThatExceptionOfType(BadXorbException.class)
                    .isThrownBy(() -> Lz4Frame.unpack(packed, 0, packed.length, out, length - 1));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void aBrokenFrameIsRefused(String note, JsonNode frame) {
        byte[] packed = Fixtures.bytes(frame.get("file").asText());
        byte[] out = new byte[frame.get("length").asInt()];

        assertThatExceptionOfType(BadXorbException.class)
                .isThrownBy(() -> Lz4Frame.unpack(packed, 0, packed.length, out, out.length))
                .withMessageStartingWith("The LZ4 ");
    }
}
