package io.hfdownloader.standin.xet.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Files and xorbs as the reference implementation has uploaded them, from {@code src/test/resources/xet}. */
public final class ReferenceFixtures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<XetHash, Xorb> xorbs = new HashMap<>();
    private final List<Fixture> files = new ArrayList<>();

    private ReferenceFixtures() throws IOException {
        for (JsonNode xorb : json("xorbs.json")) {
            Xorb read = xorb(xorb);
            xorbs.put(read.hash(), read);
        }
        Map<String, byte[]> contents = ReferenceContents.all();
        for (JsonNode file : json("files.json")) {
            files.add(fixture(file, contents));
        }
    }

    /**
     * One file.
     *
     * @param facts its entry in {@code files.json}
     */
    public record Fixture(String name, byte[] content, XetFile file, JsonNode facts) {}

    /** Blocks. Reads them all. */
    public static ReferenceFixtures load() {
        try {
            return new ReferenceFixtures();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files. */
    public List<Fixture> files() {
        return List.copyOf(files);
    }

    /** One file. */
    public Fixture file(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No fixture " + name));
    }

    /** All xorbs, in no order. */
    public List<Xorb> xorbs() {
        return List.copyOf(xorbs.values());
    }

    static JsonNode json(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ReferenceFixtures.class.getResourceAsStream("/xet/" + name), name)) {
            return JSON.readTree(in);
        }
    }

    private Fixture fixture(JsonNode facts, Map<String, byte[]> contents) {
        List<XetFile.Term> terms = new ArrayList<>();
        for (JsonNode term : facts.get("terms")) {
            JsonNode range = term.get("range");
            Xorb xorb = Objects.requireNonNull(xorbs.get(hash(term)));
            terms.add(new XetFile.Term(
                    xorb, range.get("start").asInt(), range.get("end").asInt()));
        }
        String name = facts.get("name").asText();
        XetHash hash = XetHash.parse(facts.get("xet_hash").asText()).orElseThrow();
        return new Fixture(
                name,
                Objects.requireNonNull(contents.get(name), name),
                new XetFile(hash, facts.get("size").asLong(), terms),
                facts);
    }

    private static Xorb xorb(JsonNode facts) throws IOException {
        List<Xorb.Chunk> chunks = new ArrayList<>();
        for (JsonNode chunk : facts.get("chunks")) {
            String scheme =
                    chunk.get("scheme").asText().toUpperCase(Locale.ROOT).replace('-', '_');
            chunks.add(new Xorb.Chunk(
                    hash(chunk),
                    CompressionScheme.valueOf(scheme),
                    chunk.get("stored_offset").asLong(),
                    chunk.get("stored_length").asInt(),
                    chunk.get("length").asInt()));
        }
        return new Xorb(
                hash(facts), chunks, FileChannel.open(path(facts.get("file").asText())));
    }

    private static XetHash hash(JsonNode node) {
        return XetHash.parse(node.get("hash").asText()).orElseThrow();
    }

    private static Path path(String name) throws IOException {
        try {
            return Path.of(Objects.requireNonNull(ReferenceFixtures.class.getResource("/xet/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
