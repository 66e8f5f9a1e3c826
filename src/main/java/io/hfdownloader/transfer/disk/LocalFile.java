package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A file of the library that is only read. It stays the same one when another is put in its place meanwhile. All methods
 * block; used by one thread after the other.
 */
public final class LocalFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalFile.class);

    private final @Nullable FileChannel channel;

    private LocalFile(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /** Never fails; what cannot be opened cannot be read. */
    public static LocalFile open(Path path) {
        try {
            return new LocalFile(FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException unreadable) {
            LOG.debugf("%s cannot be read: %s", path, unreadable);
            return new LocalFile(null);
        }
    }

    /** Fills a part of an array with bytes that stand at {@code position}. */
    public void read(long position, byte[] into, int offset, int length) throws IOException {
        FileChannel file = channel;
        if (file == null) {
            throw new IOException("It could not be opened");
        }
        ByteBuffer left = ByteBuffer.wrap(into, offset, length);
        long at = position;
        while (left.hasRemaining()) {
            int read = file.read(left, at);
            if (read < 0) {
                throw new IOException("The file has become shorter");
            }
            at += read;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException harmless) {
            LOG.debugf("%s", harmless);
        }
    }
}
