package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.hfdownloader.files.BlockSums;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.transfer.TransferRequest;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a repair: what is good of a damaged file is copied into the partial file, as if it had arrived, so that only the
 * rest is fetched. The damaged file stays as it is. The hash of the whole decides in the end. Blocks.
 */
public final class PatchedPartial {

    private static final int COPY_BYTES = 1 << 20;

    private PatchedPartial() {}

    /**
     * Copies the blocks of a damaged file whose sums are right, or all of them where there are none: a storage of chunks can
     * tell then which of them are.
     *
     * @param sums of the file as it should be; null where they are not known
     * @param cancelled asked before each block; what is copied by then is kept where the sums tell that it is right
     * @return bytes that were copied
     * @throws CancellationException when cancelled
     */
    public static long copy(TransferRequest request, Path damaged, @Nullable BlockSums sums, BooleanSupplier cancelled)
            throws IOException {
        long size = request.file().sizeBytes();
        int blockBytes = sums == null ? COPY_BYTES : sums.blockBytes();
        ByteRanges good = new ByteRanges();
        boolean isWhole = true;
        try (FileChannel from = FileChannel.open(damaged, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel to = request.root()
                        .open(
                                request.partial(),
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer block = ByteBuffer.allocate(blockBytes);
            int number = 0;
            for (long start = 0; start < size; start += blockBytes, number++) {
                if (cancelled.getAsBoolean()) {
                    isWhole = false;
                    break;
                }
                long end = Math.min(size, start + blockBytes);
                block.clear().limit((int) (end - start));
                if (read(from, start, block) && (sums == null || sums.matches(number, block))) {
                    write(to, start, block);
                    good.add(new ByteRange(start, end));
                }
            }
            to.force(false);
        }
        if (isWhole || sums != null) {
            journal(request).write(good.toList());
        }
        if (!isWhole) {
            throw new CancellationException();
        }
        return good.total();
    }

    /** False where the file ends before, or the disk has lost what was there. */
    private static boolean read(FileChannel from, long start, ByteBuffer into) throws IOException {
        long at = start;
        try {
            while (into.hasRemaining()) {
                int read = from.read(into, at);
                if (read < 0) {
                    return false;
                }
                at += read;
            }
            into.flip();
            return true;
        } catch (ClosedChannelException ended) {
            throw ended;
        } catch (IOException lost) {
            return false;
        }
    }

    private static void write(FileChannel to, long start, ByteBuffer block) throws IOException {
        ByteBuffer left = block.duplicate();
        long at = start;
        while (left.hasRemaining()) {
            at += to.write(left, at);
        }
    }

    private static RangeJournal journal(TransferRequest request) {
        return new RangeJournal(
                request.root(),
                request.ranges(),
                new RangeJournal.Subject(
                        request.file().path(),
                        request.commit(),
                        request.file().etag(),
                        request.file().sizeBytes()));
    }
}
