package io.hfdownloader.transfer.xet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.Placement;
import io.hfdownloader.xet.Reconstruction;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetClient.StoredFile;
import io.hfdownloader.xet.XetHash;
import io.smallrye.mutiny.Uni;

/**
 * Tells beforehand how much of a file {@link XetReuse} would copy from files that are here: by how the storage puts both
 * together, without a byte of either. Of a range of chunks that is here in part, as many bytes are counted as chunks of usual
 * length have. Used once for each file; never blocks.
 */
public final class ReuseEstimate {

    private final XetClient client;
    private final TransferRequest request;
    private final StoredFile file;
    private final AtomicInteger requests;

    private ReuseEstimate(XetClient client, TransferRequest request, XetHash hash, AtomicInteger requests) {
        this.client = client;
        this.request = request;
        this.file = new StoredFile(
                request.repo(), request.commit(), hash, request.file().sizeBytes());
        this.requests = requests;
    }

    /**
     * Bytes of the file that would be copied; fails when that cannot be found out, or only with more requests than there are.
     *
     * @param requests how many may be asked of the storage, for this file and others together; what is asked is taken off
     */
    public static Uni<Long> of(XetClient client, TransferRequest request, AtomicInteger requests) {
        String hash = request.file().xetHash();
        if (hash == null || !XetTransport.isFor(request)) {
            return Uni.createFrom().item(0L);
        }
        return new ReuseEstimate(client, request, XetHash.parse(hash), requests).bytes();
    }

    private Uni<Long> bytes() {
        List<LocalCopy> copies = request.copies().stream()
                .limit(XetReuse.MAX_COPIES)
                .filter(copy -> copy.sizeBytes() <= XetReuse.MAX_FILE_BYTES)
                .toList();
        if (!XetReuse.isWorthIt(file, copies)) {
            return Uni.createFrom().item(0L);
        }
        if (copies.stream().anyMatch(copy -> XetHash.parse(copy.xetHash()).equals(file.hash()))) {
            return Uni.createFrom().item(file.size()); // under another name
        }
        return beginning(file)
                .chain(wanted -> related(copies, wanted, List.of()))
                .chain(related -> related.isEmpty()
                        ? Uni.createFrom().item(0L)
                        : piecesOf(related, List.of())
                                .chain(known -> pieces(file, 0, List.of()).map(wanted -> shared(known, wanted))));
    }

    /** Those of which more than a little is the same; their beginnings tell. */
    private Uni<List<StoredFile>> related(List<LocalCopy> copies, List<Piece> wanted, List<StoredFile> found) {
        if (copies.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        LocalCopy copy = copies.get(0);
        StoredFile known = new StoredFile(file.repo(), file.commit(), XetHash.parse(copy.xetHash()), copy.sizeBytes());
        List<LocalCopy> others = copies.subList(1, copies.size());
        return beginning(known).chain(begins -> {
            List<StoredFile> all = new ArrayList<>(found);
            if (XetReuse.shares(begins, wanted)) {
                all.add(known);
            }
            return related(others, wanted, all);
        });
    }

    private Uni<List<Piece>> piecesOf(List<StoredFile> files, List<Piece> before) {
        return files.isEmpty()
                ? Uni.createFrom().item(before)
                : pieces(files.get(0), 0, before).chain(all -> piecesOf(files.subList(1, files.size()), all));
    }

    private Uni<List<Piece>> beginning(StoredFile of) {
        return ask(of, 0).map(Reconstruction::pieces);
    }

    private Uni<List<Piece>> pieces(StoredFile of, long start, List<Piece> before) {
        return ask(of, start).chain(told -> {
            List<Piece> all = new ArrayList<>(before);
            all.addAll(told.pieces());
            if (told.end() <= start || all.size() > XetReuse.MAX_PIECES) {
                return Uni.createFrom().failure(new IllegalStateException("It takes too long to find out"));
            }
            return told.end() < of.size()
                    ? pieces(of, told.end(), all)
                    : Uni.createFrom().item(all);
        });
    }

    private Uni<Reconstruction> ask(StoredFile of, long start) {
        return requests.getAndDecrement() <= 0
                ? Uni.createFrom().failure(new IllegalStateException("It takes too many requests to find out"))
                : client.reconstruction(of, start, Math.min(of.size(), start + XetReuse.WINDOW_BYTES));
    }

    /** Bytes of what is wanted whose chunks are known. */
    static long shared(List<Piece> known, List<Piece> wanted) {
        Map<XetHash, TreeMap<Integer, Integer>> ranges = new HashMap<>();
        for (Piece piece : known) {
            for (Placement place : piece.placements()) {
                ranges.computeIfAbsent(piece.xorb(), xorb -> new TreeMap<>())
                        .merge(place.firstChunk(), place.endChunk(), Math::max);
            }
        }
        long bytes = 0;
        for (Piece piece : wanted) {
            TreeMap<Integer, Integer> here = ranges.getOrDefault(piece.xorb(), new TreeMap<>());
            for (Placement place : piece.placements()) {
                long chunks = (long) place.endChunk() - place.firstChunk();
                bytes += place.length() * covered(here, place) / chunks;
            }
        }
        return bytes;
    }

    /** Chunks of a range that are in others, which may overlap. */
    private static long covered(TreeMap<Integer, Integer> ranges, Placement place) {
        long covered = 0;
        int from = place.firstChunk();
        for (Map.Entry<Integer, Integer> range :
                ranges.headMap(place.endChunk()).entrySet()) {
            int begin = Math.max(from, range.getKey());
            int end = Math.min(place.endChunk(), range.getValue());
            if (end > begin) {
                covered += end - begin;
                from = end;
            }
        }
        return covered;
    }
}
