package io.hfdownloader.transfer.xet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.hfdownloader.http.Segment;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.disk.Intake;
import io.hfdownloader.transfer.disk.LocalFile;
import io.hfdownloader.transfer.disk.PlacedBytes;
import io.hfdownloader.xet.LocalChunks;
import io.hfdownloader.xet.LocalChunks.Found;
import io.hfdownloader.xet.LocalChunks.Gap;
import io.hfdownloader.xet.LocalChunks.Match;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.Placement;
import io.hfdownloader.xet.Reconstruction;
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

    /** So much of one file is kept in memory at most. */
    private static final int MOST_PIECES = 100_000;

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
     * The item tells how many bytes were copied; it arrives on the loop. Fails with a {@link TransferException} where the
     * disk refuses, else when it cannot be found out how the file is put together; what was not copied is to be fetched.
     */
    Uni<Long> run(List<LocalCopy> copies) {
        if (isMostlyHere()) {
            return Uni.createFrom().item(0L);
        }
        Uni<List<Piece>> all = pieces(file).memoize().indefinitely();
        return beginning(file)
                .chain(wanted -> Multi.createFrom()
                        .iterable(copies.subList(0, Math.min(MOST_COPIES, copies.size())))
                        .onItem()
                        .transformToUniAndConcatenate(copy -> from(copy, wanted, all))
                        .collect()
                        .in(() -> new long[1], (sum, copied) -> sum[0] += copied)
                        .map(sum -> sum[0]));
    }

    private boolean isMostlyHere() {
        return intake.accepted().total() >= file.size() / 2;
    }

    /** Other files of a repo have mostly nothing in common with this one; their beginnings tell. */
    private Uni<Long> from(LocalCopy copy, List<Piece> beginning, Uni<List<Piece>> all) {
        if (stopped.getAsBoolean() || copy.sizeBytes() > LARGEST_BYTES || isMostlyHere()) {
            return Uni.createFrom().item(0L);
        }
        StoredFile known = new StoredFile(file.repo(), file.commit(), XetHash.parse(copy.xetHash()), copy.sizeBytes());
        return beginning(known)
                .chain(begins -> shares(begins, beginning)
                        ? Uni.combine()
                                .all()
                                .unis(pieces(known), all)
                                .asTuple()
                                .chain(both -> from(copy, both.getItem1(), both.getItem2()))
                        : Uni.createFrom().item(0L))
                .onFailure(failure -> !(failure instanceof TransferException))
                .invoke(failure -> LOG.debugf("Nothing is copied from %s: %s", copy.path(), failure))
                .onFailure(failure -> !(failure instanceof TransferException))
                .recoverWithItem(0L);
    }

    private Uni<Long> from(LocalCopy copy, List<Piece> known, List<Piece> wanted) {
        return intake.look(() -> shared(copy, known, wanted))
                .chain(shared -> closeGaps(shared.chunks(), shared.found(), MOST_QUESTIONS)
                        .chain(matches -> copy(shared.local(), matches))
                        .onTermination()
                        .invoke(shared.local()::close));
    }

    private Uni<List<Piece>> beginning(StoredFile of) {
        return client.reconstruction(of, 0, Math.min(of.size(), WINDOW_BYTES))
                .map(Reconstruction::pieces)
                .emitOn(loop);
    }

    /** All of a file, asked for in parts. */
    private Uni<List<Piece>> pieces(StoredFile of) {
        return piecesFrom(of, 0, List.of(), 2 * of.size() / WINDOW_BYTES + 2);
    }

    private Uni<List<Piece>> piecesFrom(StoredFile of, long start, List<Piece> before, long questions) {
        if (questions == 0 || before.size() > MOST_PIECES || stopped.getAsBoolean()) {
            return Uni.createFrom().failure(new IllegalStateException("It takes too long to find out"));
        }
        return client.reconstruction(of, start, Math.min(of.size(), start + WINDOW_BYTES))
                .emitOn(loop)
                .chain(told -> {
                    List<Piece> all = new ArrayList<>(before);
                    all.addAll(told.pieces());
                    return told.end() < of.size()
                            ? piecesFrom(of, told.end(), all, questions - 1)
                            : Uni.createFrom().item(all);
                });
    }

    /** It costs reading all of the local file, which has to be worth it. */
    private static boolean shares(List<Piece> one, List<Piece> other) {
        Set<XetHash> xorbs = one.stream().map(Piece::xorb).collect(Collectors.toSet());
        long common = other.stream()
                .filter(piece -> xorbs.contains(piece.xorb()))
                .mapToLong(Piece::fileBytes)
                .sum();
        return common >= SMALLEST_BYTES;
    }

    /** What a local file has, and what of it the wanted one has as well. */
    private record Shared(LocalFile local, LocalChunks chunks, Found found) {}

    /** Blocks. */
    private Shared shared(LocalCopy copy, List<Piece> known, List<Piece> wanted) {
        LocalFile local = LocalFile.open(copy.path());
        LocalChunks chunks = chunks(local, copy, known);
        return new Shared(local, chunks, chunks.find(wanted));
    }

    /** Blocks. */
    private LocalChunks chunks(LocalFile local, LocalCopy copy, List<Piece> known) {
        try {
            long[] places = LocalChunks.cut(local::read, copy.sizeBytes(), XetHash.parse(copy.xetHash()), stopped);
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

    private Uni<Long> copy(LocalFile local, List<Match> matches) {
        return Multi.createFrom()
                .iterable(steps(matches))
                .onItem()
                .transformToUniAndConcatenate(match -> stopped.getAsBoolean()
                        ? Uni.createFrom().item(0L)
                        : intake.copy(
                                new Segment(match.to(), match.to() + match.length()),
                                placed -> copy(local, match, placed)))
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
    private static void copy(LocalFile local, Match match, PlacedBytes to) {
        try {
            byte[] bytes = new byte[(int) Math.min(COPY_BYTES, match.length())];
            for (long done = 0; done < match.length(); ) {
                int length = (int) Math.min(bytes.length, match.length() - done);
                local.read(match.from() + done, bytes, 0, length);
                to.chunk(bytes, length, match.to() + done);
                done += length;
            }
        } catch (IOException gone) {
            LOG.debugf("What was not copied is fetched: %s", gone);
        }
    }
}
