package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

import io.hfdownloader.header.GgufScan;
import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.SafetensorsHeader;

/** The header of a file of weights on the disk, which names its tensors. */
public final class WeightHeader {

    private static final String GGUF = ".gguf";
    private static final String SAFETENSORS = ".safetensors";
    private static final int BUFFER_BYTES = 256 * 1024;

    private WeightHeader() {}

    /**
     * How many parameters the file holds; empty when its header does not tell, or packs several in one number. Reads up to some
     * megabytes. Blocks.
     */
    public static Optional<Long> parameters(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(GGUF) && !name.endsWith(SAFETENSORS)) {
            return Optional.empty();
        }
        return name.endsWith(GGUF)
                ? tensors(file).map(GgufTensors::weights).filter(count -> count > 0)
                : read(file, WeightHeader::ofSafetensors);
    }

    /** What a GGUF file says of its tensors; empty when it is none, or ends within its header. Reads up to some megabytes. Blocks. */
    public static Optional<GgufTensors> tensors(Path file) throws IOException {
        return read(file, WeightHeader::ofGguf);
    }

    private interface HeaderReader<T> {

        Optional<T> read(FileChannel channel) throws IOException;
    }

    private static <T> Optional<T> read(Path file, HeaderReader<T> reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return reader.read(channel);
        } catch (InvalidHeaderException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<GgufTensors> ofGguf(FileChannel channel) throws IOException {
        GgufScan scan = new GgufScan();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (!scan.isComplete()) {
            buffer.clear();
            if (channel.read(buffer, scan.position()) <= 0) {
                return Optional.empty(); // it ends within its header
            }
            scan.add(buffer.flip());
        }
        return Optional.of(scan.tensors(channel.size()));
    }

    private static Optional<Long> ofSafetensors(FileChannel channel) throws IOException {
        byte[] first = read(channel, SafetensorsHeader.FIRST_BYTES);
        int needed = SafetensorsHeader.bytesNeeded(first);
        byte[] head = needed <= first.length ? first : read(channel, needed);
        return SafetensorsHeader.read(head, channel.size()).parameters();
    }

    /** So many bytes from the beginning, or all where the file is shorter. */
    private static byte[] read(FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(bytes, channel.size()));
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {
            // goes on
        }
        byte[] all = new byte[buffer.position()];
        buffer.flip().get(all);
        return all;
    }
}
