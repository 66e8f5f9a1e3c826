package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.header.GgufHeader;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.ModelConfigFile;
import io.hfdownloader.header.ModelShape;
import io.hfdownloader.header.ShapeSource;

/** The file on the disk that tells a network's shape: the head of GGUF weights, or {@code config.json}. */
public final class ShapeFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is asked for mostly stands here, before the lists of the tokenizer. */
    private static final int FIRST_BYTES = 32 * 1024;

    private ShapeFile() {}

    /** Tokens that the model was trained for; empty when the file does not tell. Blocks. */
    public static Optional<Long> contextLength(Path file) throws IOException {
        return shape(file).map(ModelShape::contextLength);
    }

    private static Optional<ModelShape> shape(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!ShapeSource.isGguf(file.toString())) {
                byte[] config = in.readNBytes(ModelConfigFile.MAX_BYTES);
                return Optional.of(ModelConfigFile.read(JSON.readTree(config)));
            }
            byte[] head = in.readNBytes(FIRST_BYTES);
            ModelShape shape = GgufHeader.read(ByteBuffer.wrap(head));
            if (shape.contextLength() != null || head.length < FIRST_BYTES) {
                return Optional.of(shape);
            }
            byte[] more = in.readNBytes(GgufHeader.HEAD_BYTES - FIRST_BYTES);
            return Optional.of(GgufHeader.read(ByteBuffer.allocate(head.length + more.length)
                    .put(head)
                    .put(more)
                    .flip()));
        } catch (InvalidHeaderException | JsonProcessingException malformed) {
            return Optional.empty();
        }
    }
}
