package io.hfdownloader.standin.xet.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A xorb in the making, and then what others refer to it by: its hash is known only when it is finished. */
final class XorbWriter {

    private final XorbLimits limits;
    private final FileChannel channel;
    private final List<Xorb.Chunk> chunks = new ArrayList<>();
    private long size;
    private @Nullable Xorb built;

    /** The file has no name once it is open, so that it is gone with the process, however that ends. */
    XorbWriter(XorbLimits limits) throws IOException {
        this.limits = limits;
        Path file = Files.createTempFile("xorb", ".tmp");
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    boolean hasRoomFor(ChunkEncoder.Stored stored) {
        return chunks.isEmpty() || (size + stored.bytes().length <= limits.bytes() && chunks.size() < limits.chunks());
    }

    /** The index of the new chunk. */
    int append(XetHash hash, ChunkEncoder.Stored stored, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(stored.bytes());
        while (bytes.hasRemaining()) {
            int written = channel.write(bytes);
            if (written < 0) {
                throw new IOException("Nothing written");
            }
        }
        chunks.add(new Xorb.Chunk(hash, stored.scheme(), size, stored.bytes().length, length));
        size += stored.bytes().length;
        return chunks.size() - 1;
    }

    Xorb build() throws IOException {
        List<XetHashes.Node> leaves = chunks.stream()
                .map(chunk -> new XetHashes.Node(chunk.hash(), chunk.length()))
                .toList();
        built = new Xorb(XetHashes.root(leaves), chunks, channel);
        return built;
    }

    Xorb xorb() {
        if (built == null) {
            throw new IllegalStateException("The xorb is not finished");
        }
        return built;
    }
}
