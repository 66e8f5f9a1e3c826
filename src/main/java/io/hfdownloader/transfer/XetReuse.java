package io.hfdownloader.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.hfdownloader.xet.LocalChunks;
import io.hfdownloader.xet.LocalChunks.Found;
import io.hfdownloader.xet.LocalChunks.Gap;
import io.hfdownloader.xet.LocalChunks.Match;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.Placement;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetClient.StoredFile;
import io.hfdownloader.xet.XetHash;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Copies what a new version of a file has in common with files that are here, so that only the rest is fetched: the
 * storage names the same chunks where content is the same. A local file counts only when all of it is what the storage
 * knows by its hash. Lives on the transfer's event loop.
 */
final class XetReuse {

    private static final Logger LOG = Logger.getLogger(XetReuse.class);
    private static final long WINDOW_BYTES = 256L << 20;
    private static final int MOST_COPIES = 2;

    /** The names of all chunks of a file are kept in memory while parts of it are copied. */
    private static final long LARGEST_BYTES = 16L << 30;

    /** Each costs a question to the storage's API. */
    private static final int MOST_QUESTIONS = 100;

    private static final Found NOTHING = new Found(List.of(), List.of());
    private static final int COPY_BYTES = 1 << 20;
    private static final long STEP_BYTES = 16L << 20;

    /** Below this it is quicker fetched than found. */
    private static final long SMALLEST_BYTES = 1 << 20;

    private final XetClient client;
    private final StoredFile file;
    private final Intake intake;
    private final Executor loop;
    private final BooleanSupplier stopped;

    XetReuse(XetClient client, StoredFile file, Intake intake, Executor loop, BooleanSupplier stopped) {
        this.loop = loop;
        this.client = client;
        this.file = file;
        this.intake = intake;
        this.stopped = stopped;
    }

    /** True when it is worth a look. */
    static boolean isWorthIt(StoredFile file, List<LocalCopy> copies) {
        return !copies.isEmpty() && file.size() >= SMALLEST_BYTES && file.size() <= LARGEST_BYTES;
    }

    /**
     * The item tells how many bytes were copied; it arrives on the loop. Never fails for what is no fault of the disk:
     * what could not be found out is fetched.
     */
    Uni<Long> run(List<LocalCopy> copies) {
        return pieces(file)
                .chain(wanted -> Multi.createFrom()
                        .iterable(copies.subList(0, Math.min(MOST_COPIES, copies.size())))
                        .onItem()
                        .transformToUniAndConcatenate(copy -> from(copy, wanted))
                        .collect()
                        .in(() -> new long[1], (sum, copied) -> sum[0] += copied)
                        .map(sum -> sum[0]));
    }

    private Uni<Long> from(LocalCopy copy, List<Piece> wanted) {
        boolean worthIt = copy.sizeBytes() <= LARGEST_BYTES && intake.accepted().total() < file.size() / 2;
        if (stopped.getAsBoolean() || !worthIt) {
            return Uni.createFrom().item(0L);
        }
        StoredFile known = new StoredFile(file.repo(), file.commit(), XetHash.parse(copy.xetHash()), copy.sizeBytes());
        return pieces(known)
                .chain(pieces -> mayShare(pieces, wanted)
                        ? intake.look(() -> shared(copy, pieces, wanted))
                                .chain(shared -> closeGaps(shared.chunks(), shared.found(), MOST_QUESTIONS))
                                .chain(matches -> copy(copy, matches))
                        : Uni.createFrom().item(0L))
                .onFailure(failure -> !(failure instanceof TransferException))
                .invoke(failure -> LOG.debugf("Nothing is copied from %s: %s", copy.path(), failure))
                .onFailure(failure -> !(failure instanceof TransferException))
                .recoverWithItem(0L);
    }

    /** All of a file, asked for in parts. */
    private Uni<List<Piece>> pieces(StoredFile of) {
        List<Piece> all = new ArrayList<>();
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new long[1],
                        start -> client.reconstruction(of, start[0], Math.min(of.size(), start[0] + WINDOW_BYTES))
                                .invoke(told -> {
                                    all.addAll(told.pieces());
                                    start[0] = told.end();
                                })
                                .map(told -> told.end() < of.size()))
                .whilst(more -> more)
                .collect()
                .last()
                .map(last -> all)
                .emitOn(loop);
    }

    /** Without a xorb in common there is no need to read the local file. */
    private static boolean mayShare(List<Piece> one, List<Piece> other) {
        Set<XetHash> xorbs = one.stream().map(Piece::xorb).collect(Collectors.toSet());
        return other.stream().map(Piece::xorb).anyMatch(xorbs::contains);
    }

    /** What a local file has, and what of it the wanted one has as well. */
    private record Shared(LocalChunks chunks, Found found) {}

    /** Blocks. */
    private Shared shared(LocalCopy copy, List<Piece> known, List<Piece> wanted) {
        LocalChunks chunks = chunks(copy, known);
        return new Shared(chunks, chunks.find(wanted));
    }

    /** Blocks. */
    private LocalChunks chunks(LocalCopy copy, List<Piece> known) {
        try (FileChannel channel = open(copy)) {
            long[] places = LocalChunks.cut(
                    (position, into, offset, length) ->
                            readFully(channel, ByteBuffer.wrap(into, offset, length), position),
                    copy.sizeBytes(),
                    XetHash.parse(copy.xetHash()),
                    stopped);
            return LocalChunks.of(places, known);
        } catch (IOException gone) {
            LOG.debugf("%s cannot be read; nothing is copied from it: %s", copy.path(), gone);
            return LocalChunks.of(new long[0], List.of());
        }
    }

    /** Asks for the lengths of chunks that are not here where more that is here stands behind them. */
    private Uni<List<Match>> closeGaps(LocalChunks chunks, Found found, int questions) {
        if (found.gaps().isEmpty() || questions == 0 || stopped.getAsBoolean()) {
            return Uni.createFrom().item(found.joined());
        }
        Gap gap = found.gaps().get(0);
        long start = gap.rest().fileStart();
        return client.reconstruction(file, start, start + 1)
                .emitOn(loop)
                .map(told -> gap.behindFirst(lengthOfFirst(gap, told.pieces()))
                        .map(chunks::find)
                        .orElse(NOTHING))
                .chain(more -> closeGaps(chunks, found.insteadOfFirstGap(more), questions - 1))
                .onFailure()
                .recoverWithItem(found::joined); // what is known so far is worth having
    }

    /** 0 when the answer does not tell. */
    private static long lengthOfFirst(Gap gap, List<Piece> told) {
        return told.stream()
                .filter(piece -> piece.xorb().equals(gap.xorb()))
                .flatMap(piece -> piece.placements().stream())
                .filter(place -> place.firstChunk() == gap.rest().firstChunk()
                        && place.endChunk() == place.firstChunk() + 1
                        && place.fileStart() == gap.rest().fileStart())
                .mapToLong(Placement::length)
                .findFirst()
                .orElse(0);
    }

    private Uni<Long> copy(LocalCopy copy, List<Match> matches) {
        return Multi.createFrom()
                .iterable(steps(matches))
                .onItem()
                .transformToUniAndConcatenate(match -> stopped.getAsBoolean()
                        ? Uni.createFrom().item(0L)
                        : intake.copy(placed -> copy(copy, match, placed)))
                .collect()
                .in(() -> new long[1], (sum, copied) -> sum[0] += copied)
                .map(sum -> sum[0]);
    }

    private static List<Match> steps(List<Match> matches) {
        List<Match> steps = new ArrayList<>();
        for (Match match : matches) {
            for (long done = 0; done < match.length(); done += STEP_BYTES) {
                steps.add(
                        new Match(match.from() + done, match.to() + done, Math.min(STEP_BYTES, match.length() - done)));
            }
        }
        return steps;
    }

    /** Blocks. */
    private static void copy(LocalCopy copy, Match match, PlacedBytes to) {
        try (FileChannel channel = open(copy)) {
            byte[] bytes = new byte[(int) Math.min(COPY_BYTES, match.length())];
            for (long done = 0; done < match.length(); ) {
                int length = (int) Math.min(bytes.length, match.length() - done);
                readFully(channel, ByteBuffer.wrap(bytes, 0, length), match.from() + done);
                to.chunk(bytes, length, match.to() + done);
                done += length;
            }
        } catch (IOException gone) {
            LOG.debugf("%s cannot be read; what was not copied is fetched: %s", copy.path(), gone);
        }
    }

    private static FileChannel open(LocalCopy copy) throws IOException {
        return FileChannel.open(copy.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new IOException("The file has become shorter");
            }
            at += read;
        }
    }
}
