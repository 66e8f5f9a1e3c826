package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.WeightMap;
import io.hfdownloader.variant.WeightFacts.ShardIndex;
import io.hfdownloader.variant.WeightFacts.Tensors;

/** An index of shards on the disk, such as {@code model.safetensors.index.json}. */
public final class ShardIndexFile {

    private ShardIndexFile() {}

    /** What it says; empty when it is none, or longer than any that is one. Blocks. */
    public static Optional<ShardIndex> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(WeightMap.MAX_BYTES + 1);
            if (bytes.length > WeightMap.MAX_BYTES) {
                return Optional.empty();
            }
            WeightMap map = WeightMap.read(bytes);
            return Optional.of(new ShardIndex(map.files(), new Tensors(map.tensorNames(), null)));
        } catch (InvalidHeaderException malformed) {
            return Optional.empty(); // then the numbers of the shards have to do
        }
    }
}
