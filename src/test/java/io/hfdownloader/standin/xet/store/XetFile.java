package io.hfdownloader.standin.xet.store;

import java.util.List;

/** How a file is put together. */
public record XetFile(XetHash hash, long size, List<Term> terms) {

    public XetFile {
        terms = List.copyOf(terms);
    }

    /**
     * Chunks of one xorb that follow each other in the file.
     *
     * @param end one behind the last chunk
     */
    public record Term(Xorb xorb, int start, int end) {

        /** Bytes of all its chunks. */
        public long length() {
            return xorb.chunks().subList(start, end).stream()
                    .mapToLong(Xorb.Chunk::length)
                    .sum();
        }

        /** The same as it is stored, with the headers of the chunks. */
        public long storedLength() {
            return xorb.chunks().subList(start, end).stream()
                    .mapToLong(Xorb.Chunk::storedLength)
                    .sum();
        }
    }
}
