package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    private static final String NAME =
            AtomicFile.TEMPORARY_PREFIX + "probe"; // one that is left behind goes as others do
    private static final int BYTES = 4_096; // this many take room on any disk
    private static final int BLOCK_BYTES = 1 << 20;
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);

    private WriteProbe() {}

    /** Leaves nothing behind in this folder. Blocks. */
    public static boolean succeedsIn(Path folder) {
        return succeedsIn(folder, BYTES);
    }

    /** The same with so many bytes, all of them taken by the disk. Blocks. */
    public static boolean succeedsIn(Path folder, long bytes) {
        Path probe = folder.resolve(NAME);
        try {
            try (FileChannel channel = FileChannel.open(probe, OPTIONS)) {
                for (long left = bytes; left > 0; ) {
                    left -= channel.write(ByteBuffer.allocate((int) Math.min(left, BLOCK_BYTES)));
                }
                if (bytes > BYTES) { // some count what is written when it gets there
                    channel.force(false);
                }
                return true;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException refused) {
            LOG.debugf("Nothing can be written in %s: %s", folder, refused);
            return false;
        }
    }
}
