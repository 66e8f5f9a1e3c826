package io.hfdownloader.transfer.xet;

import java.util.List;
import java.util.stream.Stream;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.Placement;
import io.hfdownloader.xet.SignedUrl;
import io.hfdownloader.xet.XetHash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How much of a new file is said to be in files that are here. */
@Tag("fast")
class ReuseEstimateTest {

    private static final XetHash ONE = new XetHash(1, 0, 0, 0);
    private static final XetHash OTHER = new XetHash(2, 0, 0, 0);
    private static final SignedUrl ANYWHERE =
            new SignedUrl(WebAddress.parse("http://a.example/x").orElseThrow(), null);

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("the same", List.of(piece(ONE, 0, 10)), List.of(piece(ONE, 0, 10)), 1_000),
                Arguments.of("nothing", List.of(piece(ONE, 0, 10)), List.of(piece(OTHER, 0, 10)), 0),
                Arguments.of("beside", List.of(piece(ONE, 0, 10)), List.of(piece(ONE, 10, 20)), 0),
                Arguments.of("a part", List.of(piece(ONE, 5, 20)), List.of(piece(ONE, 0, 10)), 500),
                Arguments.of(
                        "two parts that overlap",
                        List.of(piece(ONE, 0, 4), piece(ONE, 2, 6), piece(ONE, 8, 9)),
                        List.of(piece(ONE, 0, 10)),
                        700),
                Arguments.of(
                        "one within another",
                        List.of(piece(ONE, 0, 8), piece(ONE, 2, 3)),
                        List.of(piece(ONE, 0, 10), piece(OTHER, 0, 10)),
                        800),
                Arguments.of(
                        "twice in the new file",
                        List.of(piece(ONE, 0, 10)),
                        List.of(piece(ONE, 0, 10), piece(ONE, 0, 5)),
                        1_500));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void whatIsInBothIsCounted(String what, List<Piece> known, List<Piece> wanted, long bytes) {
        assertThat(ReuseEstimate.shared(known, wanted)).as(what).isEqualTo(bytes);
    }

    /** Chunks of a hundred bytes. */
    private static Piece piece(XetHash xorb, int first, int end) {
        Placement place = new Placement(first, end, 0, 100L * (end - first));
        return new Piece(xorb, first, end, 100L * first, 100L * end, ANYWHERE, List.of(place));
    }
}
