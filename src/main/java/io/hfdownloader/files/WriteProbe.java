package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.jboss.logging.Logger;

/** Finds out whether a disk takes data by giving it some: rights and mount options do not tell that it is full. */
public final class WriteProbe {

    private static final Logger LOG = Logger.getLogger(WriteProbe.class);
    private static final int BYTES = 4_096; // this many take room on any disk
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);

    private WriteProbe() {}

    /** Leaves nothing behind in this folder. Blocks. */
    public static boolean succeedsIn(Path folder) {
        Path probe = folder.resolve("probe");
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(probe, OPTIONS)) {
                return channel.write(ByteBuffer.allocate(BYTES)) == BYTES;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException refused) {
            LOG.debugf("Nothing can be written in %s: %s", folder, refused);
            return false;
        }
    }
}
