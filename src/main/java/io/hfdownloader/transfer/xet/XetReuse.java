package io.hfdownloader.transfer.xet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.hfdownloader.cache.SharedResult;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.disk.ChunkWriter;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.disk.LocalFile;
import io.hfdownloader.xet.LocalChunks;
import io.hfdownloader.xet.LocalChunks.Gap;
import io.hfdownloader.xet.LocalChunks.Match;
import io.hfdownloader.xet.LocalChunks.Overlap;
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
    static final long WINDOW_BYTES = 256L << 20;
    static final int MAX_COPIES = 2;

    /** The names of all chunks of a file are kept in memory while parts of it are copied. */
    static final long MAX_FILE_BYTES = 16L << 30;

    /** Each costs a request to the storage's API. */
    private static final int MAX_REQUESTS = 100;

    /** At most this much of one file is kept in memory. */
    static final int MAX_PIECES = 100_000;

    private static final Overlap NOTHING = new Overlap(List.of(), List.of());
    private static final int COPY_BYTES = 1 << 20;
    private static final long STEP_BYTES = 16L << 20;

    /** Below this it is quicker fetched than found. */
    private static final long MIN_SHARED_BYTES = 1 << 20;

    private final XetClient client;
    private final StoredFile file;
    private final FileSink fileSink;
    private final Executor loop;
    private final BooleanSupplier stopped;

    XetReuse(XetClient client, StoredFile file, FileSink fileSink, Executor loop, BooleanSupplier stopped) {
        this.loop = loop;
        this.client = client;
        this.file = file;
        this.fileSink = fileSink;
        this.stopped = stopped;
    }

    /** True when it is worth a look. */
    static boolean isWorthIt(StoredFile file, List<LocalCopy> copies) {
        return !copies.isEmpty() && file.size() >= MIN_SHARED_BYTES && file.size() <= MAX_FILE_BYTES;
    }

    /**
     * The item tells how many bytes were copied; it arrives on the loop. Fails with a {@link TransferException} where the
     * disk refuses, else when it cannot be found out how the file is put together; what was not copied is to be fetched.
     */
    Uni<Long> copyShared(List<LocalCopy> copies) {
        if (isMostlyPresent()) {
            return Uni.createFrom().item(0L);
        }
        Uni<List<Piece>> all = SharedResult.of(pieces(file));
        return beginning(file)
                .chain(wanted -> Multi.createFrom()
                        .iterable(copies.subList(0, Math.min(MAX_COPIES, copies.size())))
                        .onItem()
                        .transformToUniAndConcatenate(copy -> from(copy, wanted, all))
                        .collect()
                        .in(() -> new long[1], (sum, copied) -> sum[0] += copied)
                        .map(sum -> sum[0]));
    }

    private boolean isMostlyPresent() {
        return fileSink.accepted().total() >= file.size() / 2;
    }

    /** Other files of a repo have mostly nothing in common with this one; their beginnings tell. */
    private Uni<Long> from(LocalCopy copy, List<Piece> beginning, Uni<List<Piece>> all) {
        if (stopped.getAsBoolean() || copy.sizeBytes() > MAX_FILE_BYTES || isMostlyPresent()) {
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
                .onFailure(failure -> !isOurs(failure))
                .invoke(failure -> LOG.debugf("Nothing is copied from %s: %s", copy.path(), failure))
                .onFailure(failure -> !isOurs(failure))
                .recoverWithItem(0L);
    }

    /** Of the file that is written, not of the copy. */
    private static boolean isOurs(Throwable failure) {
        return failure instanceof TransferException || failure instanceof DiskException;
    }

    private Uni<Long> from(LocalCopy copy, List<Piece> known, List<Piece> wanted) {
        return fileSink.runSerially(() -> shared(copy, known, wanted))
                .chain(shared -> closeGaps(shared.chunks(), shared.overlap(), MAX_REQUESTS)
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

    private Uni<List<Piece>> piecesFrom(StoredFile of, long start, List<Piece> before, long requests) {
        if (requests == 0 || before.size() > MAX_PIECES || stopped.getAsBoolean()) {
            return Uni.createFrom().failure(new IllegalStateException("It takes too long to find out"));
        }
        return client.reconstruction(of, start, Math.min(of.size(), start + WINDOW_BYTES))
                .emitOn(loop)
                .chain(reconstruction -> {
                    List<Piece> all = new ArrayList<>(before);
                    all.addAll(reconstruction.pieces());
                    return reconstruction.end() < of.size()
                            ? piecesFrom(of, reconstruction.end(), all, requests - 1)
                            : Uni.createFrom().item(all);
                });
    }

    /** It costs reading all of the local file, which has to be worth it. */
    static boolean shares(List<Piece> one, List<Piece> other) {
        Set<XetHash> xorbs = one.stream().map(Piece::xorb).collect(Collectors.toSet());
        long common = other.stream()
                .filter(piece -> xorbs.contains(piece.xorb()))
                .mapToLong(Piece::fileBytes)
                .sum();
        return common >= MIN_SHARED_BYTES;
    }

    /** What a local file has, and what of it the wanted one has as well. */
    private record Shared(LocalFile local, LocalChunks chunks, Overlap overlap) {}

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
    private Uni<List<Match>> closeGaps(LocalChunks chunks, Overlap overlap, int requests) {
        if (overlap.gaps().isEmpty() || requests == 0 || stopped.getAsBoolean()) {
            return Uni.createFrom().item(overlap.joined());
        }
        Gap gap = overlap.gaps().get(0);
        long start = gap.rest().fileStart();
        return client.reconstruction(file, start, start + 1)
                .emitOn(loop)
                .map(reconstruction -> gap.behindFirst(lengthOfFirst(gap, reconstruction.pieces()))
                        .map(chunks::find)
                        .orElse(NOTHING))
                .chain(more -> closeGaps(chunks, overlap.insteadOfFirstGap(more), requests - 1))
                .onFailure()
                .recoverWithItem(overlap::joined); // what is known so far is worth having
    }

    /** 0 when the answer does not tell. */
    private static long lengthOfFirst(Gap gap, List<Piece> reconstruction) {
        return reconstruction.stream()
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
                        : fileSink.copy(
                                new ByteRange(match.to(), match.to() + match.length()),
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
    private static void copy(LocalFile local, Match match, ChunkWriter to) {
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
