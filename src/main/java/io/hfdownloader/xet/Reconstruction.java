package io.hfdownloader.xet;

import java.util.List;

/**
 * How a part of a file is put together, of either version of the protocol.
 *
 * @param start place in the file of the first byte that it tells of; at most the byte that was asked for
 * @param end place of the byte after the last one
 * @param pieces what is to be fetched, in the order of the file
 */
public record Reconstruction(long start, long end, List<Piece> pieces) {

    public Reconstruction {
        pieces = List.copyOf(pieces);
    }
}
