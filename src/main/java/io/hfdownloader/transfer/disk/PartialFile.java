package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.LinkException;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.sidecar.UnsyncedRanges;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The file in which the bytes of one transfer are gathered, each at its own offset. All methods block. */
public final class PartialFile {

    /** Small enough to stay in the processor's cache between the copy and the hash. */
    private static final int READ_BYTES = 64 * 1024;

    private static final ThreadLocal<ByteBuffer> READ_BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(READ_BYTES));

    private final TransferRequest request;
    private final Path path;
    private final FileChannel channel;
    private final RangeJournal journal;
    private final UnsyncedRanges unsyncedRanges;
    private final @Nullable Object key;
    private volatile boolean writesLost;
    private volatile boolean cut;

    private PartialFile(
            TransferRequest request,
            FileChannel channel,
            @Nullable Object key,
            RangeJournal journal,
            UnsyncedRanges unsyncedRanges) {
        this.request = request;
        this.path = request.partial();
        this.key = key;
        this.channel = channel;
        this.journal = journal;
        this.unsyncedRanges = unsyncedRanges;
    }

    /** What was opened and which of its ranges can be trusted. */
    record Opened(PartialFile file, List<ByteRange> onDisk) {}

    static Opened open(TransferRequest request) {
        Path path = request.partial();
        try {
            Optional<FileChannel> fresh = create(request);
            FileChannel channel = fresh.isPresent()
                    ? fresh.get()
                    : request.root().open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return opened(request, channel, fresh.isPresent());
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        } catch (NoSuchFileException noFolder) { // whoever prepares the folder knows whether its disk is there
            throw DiskException.of(
                    unwritable(request),
                    new NoSuchFileException(path.resolveSibling(".").normalize().toString()));
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Nothing when there is such a file already. */
    private static Optional<FileChannel> create(TransferRequest request) throws IOException {
        try {
            return Optional.of(request.root()
                    .open(
                            request.partial(),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE_NEW));
        } catch (FileAlreadyExistsException there) {
            return Optional.empty();
        }
    }

    private static Opened opened(TransferRequest request, FileChannel channel, boolean fresh) throws IOException {
        Object key = request.root().attributes(request.partial()).fileKey();
        RangeJournal journal = journal(request);
        if (fresh) { // what was recorded of another file in its place must not vouch for the holes of this one
            journal.delete();
        } else {
            journal.removeUnfinished();
        }
        List<ByteRange> onDisk = fresh ? List.of() : journal.read(channel.size());
        if (!fresh && channel.size() > request.file().sizeBytes()) {
            channel.truncate(request.file().sizeBytes());
        }
        UnsyncedRanges unsyncedRanges = new UnsyncedRanges(request.root(), request.ranges(), onDisk);
        return new Opened(new PartialFile(request, channel, key, journal, unsyncedRanges), onDisk);
    }

    private static RangeJournal journal(TransferRequest request) {
        RepoFile file = request.file();
        return new RangeJournal(
                request.root(),
                request.ranges(),
                new RangeJournal.Subject(file.path(), request.commit(), file.etag(), file.sizeBytes()));
    }

    public static long bytesKept(TransferRequest request) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(request.partial(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? journal(request).read(found.size()).stream()
                            .mapToLong(ByteRange::length)
                            .sum()
                    : 0;
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    public static void discard(TransferRequest request) {
        try {
            journal(request).delete();
            RangeJournal.deleteIfThere(request.root(), request.partial());
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** True when bytes may not have got to the disk: a later run can resume only from what the sidecar names. */
    boolean hasLostWrites() {
        return writesLost;
    }

    /** Writes buffers one behind the other. */
    void write(long offset, List<Buffer> buffers) {
        try {
            long position = offset;
            for (Buffer buffer : buffers) {
                ByteBuffer bytes = buffer.getByteBuf().nioBuffer();
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
            }
            if (position - offset
                    < request.file()
                            .sizeBytes()) { // a file that comes in one piece is whole before a record could serve it
                unsyncedRanges.add(List.of(new ByteRange(offset, position)));
            }
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Writes a part of an array; {@link #markUnsynced} follows once for several such. */
    void write(long at, byte[] bytes, int offset, int length) {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            long position = at;
            while (left.hasRemaining()) {
                position += channel.write(left, position);
            }
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Records ranges that are written, so that they outlive this process. */
    void markUnsynced(List<ByteRange> ranges) {
        try {
            unsyncedRanges.add(ranges);
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Fills a part of an array with bytes that stand at {@code position}. */
    public void read(long position, byte[] into, int offset, int length) {
        try {
            ByteBuffer left = ByteBuffer.wrap(into, offset, length);
            long at = position;
            while (left.hasRemaining()) {
                int read = channel.read(left, at);
                if (read < 0) {
                    throw wasCut();
                }
                at += read;
            }
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Reads a range of the file, part after part; what a part is read into is used again for the next one. */
    void read(ByteRange byteRange, Consumer<ByteBuffer> then) {
        try {
            ByteBuffer buffer = READ_BUFFER.get();
            long position = byteRange.start();
            while (position < byteRange.end()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), byteRange.end() - position));
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw wasCut();
                }
                then.accept(buffer.flip());
                position += read;
            }
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** Forces the bytes to the disk, then lets the sidecar name them. */
    void checkpoint(List<ByteRange> written) {
        try {
            force(false);
            journal.write(written);
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /**
     * A system says once that bytes did not get to the disk, and takes them for safe from then on. So after a failure nothing is
     * trusted but what the sidecar named before.
     */
    private void force(boolean withMetadata) throws IOException {
        try {
            channel.force(withMetadata);
        } catch (IOException failure) {
            writesLost = true;
            try {
                unsyncedRanges.invalidate();
            } catch (IOException also) {
                failure.addSuppressed(also);
            }
            throw failure;
        }
    }

    /** Drops all bytes: they were proved wrong. */
    void discard() {
        try {
            unsyncedRanges.clear();
            journal.delete();
            channel.truncate(0);
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /**
     * Closes, and leaves behind what the ending calls for. The sidecar of a whole file stays until it is published.
     *
     * @param safe ranges to be named in the sidecar first; empty when it says all there is to say
     */
    void close(Ending ending, List<ByteRange> safe) {
        try (channel;
                unsyncedRanges) {
            switch (ending) {
                case WHOLE -> {
                    force(true);
                    if (!isStillThere()) {
                        throw vanished();
                    }
                }
                case KEPT -> keep(safe);
                case REMOVED -> remove();
                case LOST -> {
                    if (!cut && isStillThere()) { // its disk was away for a moment
                        keep(safe);
                    } else {
                        remove();
                    }
                }
            }
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    private void keep(List<ByteRange> safe) throws IOException {
        if (channel.size() == 0) { // refused before the first byte
            remove();
        } else if (!safe.isEmpty() && !writesLost) {
            checkpoint(safe);
        }
    }

    private void remove() throws IOException {
        journal.delete();
        RangeJournal.deleteIfThere(request.root(), path);
    }

    /** What would be published must be the very file that the bytes were written to. */
    private boolean isStillThere() throws IOException {
        try {
            BasicFileAttributes attributes = request.root().attributes(path);
            return attributes.isRegularFile()
                    && attributes.size() == channel.size()
                    && Objects.equals(attributes.fileKey(), key);
        } catch (NoSuchFileException | NotDirectoryException | LinkException removed) {
            return false;
        }
    }

    private TransferException vanished() {
        return vanished(request);
    }

    private TransferException wasCut() {
        cut = true;
        return vanished();
    }

    private static TransferException vanished(TransferRequest request) {
        return new TransferException(
                Kind.VANISHED,
                "What has arrived of \"" + UntrustedText.name(request.name())
                        + "\" was removed or cut by another program"
                        + " while it was written. Keep other programs out of the models folder, then retry.",
                null,
                Parameters.of("path", UntrustedText.name(request.name())));
    }

    static ProblemException failed(TransferRequest request, IOException failure) {
        return failure instanceof NoSuchFileException || failure instanceof LinkException
                ? vanished(request)
                : DiskException.at(request.partial().resolveSibling("."), unwritable(request), failure);
    }

    private static String unwritable(TransferRequest request) {
        return "\"" + UntrustedText.name(request.name()) + "\" cannot be written";
    }
}
