package io.hfdownloader.standin.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

import io.hfdownloader.standin.sample.GgufHeaderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ContentTest {

    @Test
    void generatedBytesAreTheSameFromWhateverOffsetTheyAreRead() {
        Content content = Content.generated("HEAD!".getBytes(StandardCharsets.US_ASCII), 7, 1_000);
        byte[] whole = content.bytes();
        for (int from = 0; from < 40; from++) {
            for (int length = 0; length < 40; length++) {
                byte[] part = new byte[length];
                content.read(from, part, length);
                assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from, from + length));
            }
        }
        assertThat(new String(whole, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("HEAD!");
    }

    @Test
    void weightsAndJoinedPartsAreTheSameFromWhateverOffsetTheyAreRead() {
        Content weights = Content.weights(3, 101);
        Content joined = Content.joined(weights.part(0, 50), Content.of("edit"), weights.part(50, 101));
        byte[] whole = joined.bytes();
        assertThat(whole).hasSize(105).startsWith(Arrays.copyOf(weights.bytes(), 50));
        assertThat(Arrays.copyOfRange(whole, 54, 105)).isEqualTo(Arrays.copyOfRange(weights.bytes(), 50, 101));
        for (int from = 0; from <= whole.length; from++) {
            for (int length = 0; from + length <= whole.length; length++) {
                byte[] part = new byte[length];
                joined.read(from, part, length);
                assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from, from + length));
            }
        }
    }

    @Test
    void contentsOfDifferentSeedsDiffer() {
        assertThat(Content.generated(1, 100).bytes())
                .isNotEqualTo(Content.generated(2, 100).bytes());
    }

    @Test
    void hashesAreThoseOfTheBytes() throws Exception {
        Content content = Content.generated(7, 3_000_000);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content.bytes());
        assertThat(content.sha256()).isEqualTo(HexFormat.of().formatHex(sha256));
        assertThat(content.sha256())
                .as("known from another content of the same recipe")
                .isEqualTo(Content.generated(7, 3_000_000).sha256());
        assertThat(Content.of("hello\n").gitSha1())
                .as("what git hash-object says")
                .isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    }

    @Test
    void twentyGigabytesCostNothingUntilRead() {
        Content content = Content.generated(9, 20L << 30);
        byte[] end = new byte[16];
        content.read(content.size() - 16, end, 16);
        assertThat(end).isNotEqualTo(new byte[16]);
    }

    @Test
    void ggufFilesHaveOneTensorThatEndsWithTheFile() {
        byte[] head = GgufHeaderBuilder.of("Acme Q4_K_M", 100_000);
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(head, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
        assertThat(bytes.getInt(4)).isEqualTo(3);
        assertThat(bytes.getLong(8)).isEqualTo(1);
        assertThat(bytes.getLong(16)).isEqualTo(7);
        assertThat(head.length % 32).isZero();
    }
}
