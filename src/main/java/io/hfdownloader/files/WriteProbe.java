package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jboss.logging.Logger;

/** Finds out whether a disk takes data by giving it some: rights and mount options do not tell that it is full. */
public final class WriteProbe {

    private static final Logger LOG = Logger.getLogger(WriteProbe.class);
    private static final String NAME =
            AtomicFile.TEMPORARY_PREFIX + "probe"; // one that is left behind goes as others do
    private static final int BYTES = 4_096; // this many take room on any disk
    private static final int BLOCK_BYTES = 1 << 20;
    private static final OpenOption[] OPTIONS = {
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
    };

    private WriteProbe() {}

    /** Leaves nothing behind in this folder. Blocks. */
    public static boolean succeedsIn(RootFolder root, Path folder) {
        return succeedsIn(root, folder, BYTES);
    }

    /** The same with so many bytes, all of them taken by the disk. Blocks. */
    public static boolean succeedsIn(RootFolder root, Path folder, long bytes) {
        try (OpenFolder opened = root.open(folder)) {
            try (FileChannel channel = opened.open(opened.name(NAME), OPTIONS)) {
                for (long left = bytes; left > 0; ) {
                    left -= channel.write(ByteBuffer.allocate((int) Math.min(left, BLOCK_BYTES)));
                }
                if (bytes > BYTES) { // some count what is written when it gets there
                    channel.force(false);
                }
                return true;
            } finally {
                opened.delete(opened.name(NAME));
            }
        } catch (IOException refused) {
            LOG.debugf("Nothing can be written in %s: %s", folder, refused);
            return false;
        }
    }
}
