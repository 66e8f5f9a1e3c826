package io.hfdownloader.standin.xet.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Hashes of chunks, trees and files. */
final class XetHashes {

    static final byte[] DATA_KEY = key("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229");
    static final byte[] INTERNAL_NODE_KEY = key("017ec5c7a5472996fd946666b48a02e65ddd536f37c76dd2f86352e64a53713f");
    static final byte[] ZERO_KEY = new byte[32];

    private static final int MAX_GROUP_SIZE = 9;

    private XetHashes() {}

    /** A leaf or an inner entry of a tree. */
    record Node(XetHash hash, long length) {}

    static XetHash chunk(byte[] data, int length) {
        return XetHash.ofRaw(Blake3.keyed(DATA_KEY, data, length));
    }

    /** The hash of a xorb, from its chunks. */
    static XetHash root(List<Node> leaves) {
        if (leaves.isEmpty()) {
            return XetHash.ZERO;
        }
        List<Node> level = leaves;
        while (level.size() > 1) {
            level = merged(level);
        }
        return level.get(0).hash();
    }

    /** The hash of a file, from all its chunks in their order. */
    static XetHash file(List<Node> chunks) {
        return chunks.isEmpty()
                ? XetHash.ZERO
                : XetHash.ofRaw(Blake3.keyed(ZERO_KEY, root(chunks).raw(), 32));
    }

    private static List<Node> merged(List<Node> level) {
        List<Node> next = new ArrayList<>();
        for (int at = 0; at < level.size(); ) {
            int end = at + groupSize(level, at);
            next.add(parent(level.subList(at, end)));
            at = end;
        }
        return next;
    }

    private static int groupSize(List<Node> level, int from) {
        int left = level.size() - from;
        if (left <= 2) {
            return left;
        }
        int most = Math.min(MAX_GROUP_SIZE, left);
        for (int i = 2; i < most; i++) {
            if (level.get(from + i).hash().endsGroup()) {
                return i + 1;
            }
        }
        return most;
    }

    private static Node parent(List<Node> group) {
        StringBuilder text = new StringBuilder();
        long length = 0;
        for (Node node : group) {
            text.append(node.hash()).append(" : ").append(node.length()).append('\n');
            length += node.length();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return new Node(XetHash.ofRaw(Blake3.keyed(INTERNAL_NODE_KEY, bytes, bytes.length)), length);
    }

    private static byte[] key(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
