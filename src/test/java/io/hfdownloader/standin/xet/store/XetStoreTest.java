package io.hfdownloader.standin.xet.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.content.RandomAccessBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the store makes of a content is what the reference makes of it, except for the very bytes of its LZ4. */
@Tag("fast")
class XetStoreTest {

    private static ReferenceFixtures referenceFixtures;

    private final XetStore store = new XetStore(XorbLimits.DEFAULT);

    @BeforeAll
    static void load() {
        referenceFixtures = ReferenceFixtures.load();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void chunksAndHashesOfFilesAreThoseOfTheReference() throws Exception {
        for (ReferenceFixtures.Fixture fixture : referenceFixtures.files()) {
            List<String> cut = new ArrayList<>();
            Chunker.cut(
                    bytes(fixture.content()), (data, length) -> cut.add(length + " " + XetHashes.chunk(data, length)));
            List<String> genuine = new ArrayList<>();
            for (JsonNode chunk : fixture.facts().get("chunks")) {
                genuine.add(
                        chunk.get("length").asInt() + " " + chunk.get("hash").asText());
            }
            assertThat(cut).as(fixture.name()).isEqualTo(genuine);
            XetFile file = store.add(List.of(bytes(fixture.content()))).get(0);
            assertThat(file.hash()).as(fixture.name()).isEqualTo(fixture.file().hash());
        }
    }

    @Test
    void xorbsOfTheReferenceCarryTheHashOfTheirChunks() {
        assertThat(referenceFixtures.xorbs()).hasSize(5);
        for (Xorb xorb : referenceFixtures.xorbs()) {
            List<XetHashes.Node> leaves = new ArrayList<>();
            for (int i = 0; i < xorb.chunks().size(); i++) {
                byte[] chunk = ChunkDecoder.chunk(xorb, i);
                assertThat(XetHashes.chunk(chunk, chunk.length))
                        .isEqualTo(xorb.chunks().get(i).hash());
                leaves.add(new XetHashes.Node(xorb.chunks().get(i).hash(), chunk.length));
            }
            assertThat(XetHashes.root(leaves)).isEqualTo(xorb.hash());
        }
    }

    @Test
    void filesUploadedTogetherAsTheReferenceDidMakeTheSameXorb() {
        List<String> names = List.of(
                "text.txt", "random.bin", "one.bin", "tiny.txt", "zeros.bin", "bf16.bin", "f32.bin", "empty.bin");
        List<XetFile> files = store.add(names.stream()
                .map(name -> bytes(referenceFixtures.file(name).content()))
                .toList());
        Xorb genuine = referenceFixtures.file("text.txt").file().terms().get(0).xorb();
        assertThat(store.xorb(genuine.hash())).isPresent();
        Xorb made = store.xorb(genuine.hash()).orElseThrow();
        for (int i = 0; i < genuine.chunks().size(); i++) {
            Xorb.Chunk chunk = made.chunks().get(i);
            assertThat(chunk.hash()).isEqualTo(genuine.chunks().get(i).hash());
            assertThat(chunk.scheme())
                    .as("chunk " + i)
                    .isEqualTo(genuine.chunks().get(i).scheme());
        }
        assertThat(made.size()).isLessThan(genuine.size() * 11 / 10);
        for (int i = 0; i < names.size(); i++) {
            XetFile genuineFile = referenceFixtures.file(names.get(i)).file();
            assertThat(places(files.get(i))).as(names.get(i)).isEqualTo(places(genuineFile));
        }
    }

    @Test
    void everySchemeComesBackAsItWas() {
        Set<CompressionScheme> used = EnumSet.noneOf(CompressionScheme.class);
        for (ReferenceFixtures.Fixture fixture : referenceFixtures.files()) {
            XetFile file = store.add(List.of(bytes(fixture.content()))).get(0);
            assertThat(joined(file)).as(fixture.name()).isEqualTo(fixture.content());
        }
        store.xorbs().forEach(xorb -> xorb.chunks().forEach(chunk -> used.add(chunk.scheme())));
        assertThat(used).containsExactly(CompressionScheme.values());
    }

    @Test
    void whatIsThereIsNotStoredAgain() {
        RandomAccessBytes before = bytes(referenceFixtures.file("edit-v1.bin").content());
        RandomAccessBytes after = bytes(referenceFixtures.file("edit-v2.bin").content());
        store.add(List.of(before));
        store.add(List.of(after, before));
        assertThat(store.xorbs()).hasSize(2);
        assertThat(store.xorbs().stream().mapToLong(Xorb::size).sum()).isLessThan(2 * before.size());
    }

    @Test
    void xorbsAreNoLargerThanAllowed() {
        XorbLimits limits = new XorbLimits(200_000, 3);
        try (XetStore small = new XetStore(limits)) {
            byte[] content = referenceFixtures.file("patchwork.bin").content();
            XetFile file = small.add(List.of(bytes(content))).get(0);
            assertThat(small.xorbs()).hasSizeGreaterThan(5).allSatisfy(xorb -> {
                assertThat(xorb.size()).isLessThanOrEqualTo(limits.bytes());
                assertThat(xorb.chunks()).hasSizeLessThanOrEqualTo(limits.chunks());
            });
            assertThat(joined(file)).isEqualTo(content);
        }
    }

    @Test
    void aByteOfContentIsNeverOneOfTheFormat() {
        for (Xorb xorb : referenceFixtures.xorbs()) {
            for (int i = 0; i < xorb.chunks().size(); i++) {
                byte[] whole = new byte[(int) xorb.size()];
                xorb.read(0, whole, whole.length);
                whole[(int) xorb.contentByte(i)] ^= 1;
                byte[] genuine = ChunkDecoder.chunk(xorb, i);
                Xorb.Chunk chunk = xorb.chunks().get(i);
                byte[] stored = Arrays.copyOfRange(whole, (int) chunk.offset(), (int) chunk.end());
                assertThat(ChunkDecoder.stored(stored, chunk.length()))
                        .hasSameSizeAs(genuine)
                        .isNotEqualTo(genuine);
            }
        }
    }

    private static List<String> places(XetFile file) {
        return file.terms().stream()
                .map(term -> term.xorb().hash() + "[" + term.start() + "," + term.end() + ")")
                .toList();
    }

    private static byte[] joined(XetFile file) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (XetFile.Term term : file.terms()) {
            IntStream.range(term.start(), term.end()).forEach(i -> all.writeBytes(ChunkDecoder.chunk(term.xorb(), i)));
        }
        return all.toByteArray();
    }

    static RandomAccessBytes bytes(byte[] content) {
        return new RandomAccessBytes() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void read(long offset, byte[] target, int length) {
                System.arraycopy(content, (int) offset, target, 0, length);
            }
        };
    }
}
