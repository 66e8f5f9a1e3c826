package io.hfdownloader.xet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The root over the chunks of a xorb or a file, computed while they are told in order. Where a group of siblings ends is
 * decided by their hashes, so at most nine entries of each level are kept, however many chunks there are.
 */
public final class MerkleTree {

    private static final int MAX_GROUP_SIZE = 9;
    private static final int MIN_SIZE_BEFORE_CUT = 2;

    /** A line of each member: hash, blank, colon, blank, length of at most 19 digits, newline. */
    private static final int MAX_TEXT_BYTES = MAX_GROUP_SIZE * (64 + 3 + 19 + 1);

    private final XetHasher hasher = new XetHasher();
    private final List<Level> levels = new ArrayList<>(List.of(new Level()));
    private final byte[] text = new byte[MAX_TEXT_BYTES];

    /** One entry: a chunk or a subtree, with the bytes below it. */
    private record Entry(XetHash hash, long length) {

        boolean endsGroup() {
            return (hash.fourth() & 3) == 0;
        }
    }

    /** The entries of one level that have no parent yet, and how many there were in all. */
    private static final class Level {
        private final List<Entry> group = new ArrayList<>(MAX_GROUP_SIZE);
        private long count;
    }

    /** The next chunk. */
    public void add(XetHash chunk, long length) {
        add(0, new Entry(chunk, length));
    }

    /** The root over what was added; nothing can be added after it. */
    public XetHash root() {
        for (int height = 0; ; height++) {
            Level level = levels.get(height);
            if (level.count == 0) {
                return XetHash.EMPTY;
            }
            if (level.count == 1) {
                return level.group.get(0).hash();
            }
            if (!level.group.isEmpty()) {
                closeGroup(height);
            }
        }
    }

    /** The hash of a file whose chunks these are, all in order, repeated ones repeated. */
    public XetHash fileHash() {
        boolean empty = levels.get(0).count == 0;
        XetHash root = root();
        return empty ? XetHash.EMPTY : hasher.file(root);
    }

    private void add(int height, Entry entry) {
        Level level = levels.get(height);
        level.group.add(entry);
        level.count++;
        int size = level.group.size();
        if (size == MAX_GROUP_SIZE || size > MIN_SIZE_BEFORE_CUT && entry.endsGroup()) {
            closeGroup(height);
        }
    }

    private void closeGroup(int height) {
        if (height + 1 == levels.size()) {
            levels.add(new Level());
        }
        List<Entry> group = levels.get(height).group;
        Entry parent = parent(group);
        group.clear();
        add(height + 1, parent);
    }

    private Entry parent(List<Entry> members) {
        int end = 0;
        long length = 0;
        for (Entry member : members) {
            byte[] line = (member.hash() + " : " + member.length() + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(line, 0, text, end, line.length);
            end += line.length;
            length += member.length();
        }
        return new Entry(hasher.node(text, end), length);
    }
}
