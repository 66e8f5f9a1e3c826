package io.hfdownloader.xet;

import java.util.HexFormat;

/** Makes the hashes of Xet: each kind is BLAKE3 under a key of its own. One instance serves one thread after the other. */
final class XetHasher {

    private static final byte[] DATA_KEY =
            HexFormat.of().parseHex("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229");
    private static final byte[] NODE_KEY =
            HexFormat.of().parseHex("017ec5c7a5472996fd946666b48a02e65ddd536f37c76dd2f86352e64a53713f");

    private final Blake3 data = new Blake3(DATA_KEY);
    private final Blake3 node = new Blake3(NODE_KEY);
    private final Blake3 file = new Blake3(new byte[Blake3.HASH_BYTES]);

    /** Of an unpacked chunk. */
    XetHash chunk(byte[] bytes, int offset, int length) {
        return XetHash.of(data.hash(bytes, offset, length));
    }

    /** Of an inner node of a Merkle tree, from the text that lists its members. */
    XetHash node(byte[] text, int length) {
        return XetHash.of(node.hash(text, 0, length));
    }

    /** Of a file, from the root over all its chunks. */
    XetHash file(XetHash root) {
        return XetHash.of(file.hash(root.raw()));
    }
}
