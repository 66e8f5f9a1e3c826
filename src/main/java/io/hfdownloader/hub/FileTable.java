package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Files of a listing in a fraction of the memory that they would take one by one: a folder stands once for files that follow each
 * other, texts are bytes, and so are hashes. Grows while it is filled by one thread; from then on any thread may read.
 */
public final class FileTable {

    /** Paths that are longer take the room of several files. */
    public static final int CHARS_LIKE_A_FILE = 200;

    /** What all else needs of the memory, downloads at work included. */
    private static final long OTHER_BYTES = 40L << 20;

    /** There is room for so many in the smallest of memories. */
    private static final int MIN_FILES = 50_000;

    private static final int BLOCK_BYTES = 1 << 15;
    private static final int FEW_FOLDERS = 64;

    /** Their length stands in two bytes. */
    private static final int MAX_HASHES_BYTES = (1 << 16) - 1;

    /** Parts of a place: which block, and where in it. */
    private static final int BLOCK_SHIFT = 15;

    private static final int OFFSET_MASK = BLOCK_BYTES - 1;

    private final List<byte[]> blocks = new ArrayList<>();
    private byte[] last = new byte[0];
    private int used;
    private int[] names;
    private int[] folders;
    private long[] sizes;
    private int size;

    /** Folders that came lately, and where they are. */
    private final @Nullable String[] lately;

    private final int[] places;

    /**
     * How many files of listings there is room for.
     *
     * @param heapBytes the memory of the process
     * @param fileBytes what one of them takes, with all that is made of it
     */
    public static int filesIn(long heapBytes, int fileBytes) {
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(MIN_FILES, (heapBytes - OTHER_BYTES) / fileBytes));
    }

    /** @param expected how many files it will have, as far as that is known */
    FileTable(int expected) {
        names = new int[expected];
        folders = new int[expected];
        sizes = new long[expected];
        lately = new String[expected == 1 ? 1 : FEW_FOLDERS];
        places = new int[lately.length];
    }

    /** The list itself where it is one of a table, else one of its own with the same files. */
    static List<RepoFile> listOf(List<RepoFile> files) {
        if (files instanceof Rows) {
            return files;
        }
        FileTable table = new FileTable(files.size());
        files.forEach(table::add);
        return table.files();
    }

    void add(RepoFile file) {
        add(file.path(), file.sizeBytes(), file.table().hashes(file.row()));
    }

    void add(String path, long sizeBytes, byte[] hashes) {
        if (hashes.length > MAX_HASHES_BYTES) {
            throw new IllegalArgumentException("No hashes of a file");
        }
        if (size == names.length) {
            int more = Math.max(16, size + (size >> 1));
            names = Arrays.copyOf(names, more);
            folders = Arrays.copyOf(folders, more);
            sizes = Arrays.copyOf(sizes, more);
        }
        int slash = path.lastIndexOf('/') + 1;
        folders[size] = folder(path.substring(0, slash));
        byte[] name = text(path.substring(slash));
        int place = room(name.length + 2 + hashes.length);
        int start = place & OFFSET_MASK;
        System.arraycopy(name, 0, last, start, name.length);
        int at = start + name.length;
        last[at] = (byte) (hashes.length >>> 8);
        last[at + 1] = (byte) hashes.length;
        System.arraycopy(hashes, 0, last, at + 2, hashes.length);
        names[size] = place;
        sizes[size++] = sizeBytes;
    }

    int size() {
        return size;
    }

    /** All of them, which then are the whole. */
    List<RepoFile> files() {
        Arrays.fill(lately, null);
        last = new byte[0];
        names = Arrays.copyOf(names, size);
        folders = Arrays.copyOf(folders, size);
        sizes = Arrays.copyOf(sizes, size);
        RepoFile[] files = new RepoFile[size];
        for (int row = 0; row < size; row++) {
            files[row] = new RepoFile(this, row);
        }
        return new Rows(files);
    }

    /** The last file of this path, -1 where there is none: looks at one after the other, and makes no text of them. */
    int lastRow(String path) {
        byte[] name = text(path.substring(path.lastIndexOf('/') + 1));
        for (int row = size - 1; row >= 0; row--) {
            byte[] block = blocks.get(names[row] >>> BLOCK_SHIFT);
            int start = names[row] & OFFSET_MASK;
            int end = Math.min(block.length, start + name.length);
            if (Arrays.equals(block, start, end, name, 0, name.length)
                    && path(row).equals(path)) {
                return row;
            }
        }
        return -1;
    }

    String path(int row) {
        String folder = text(folders[row]);
        String name = text(names[row]);
        return folder.isEmpty() ? name : folder + name;
    }

    long sizeBytes(int row) {
        return sizes[row];
    }

    byte[] hashes(int row) {
        byte[] block = blocks.get(names[row] >>> BLOCK_SHIFT);
        int at = end(block, names[row] & OFFSET_MASK);
        int length = (block[at] & 0xff) << 8 | block[at + 1] & 0xff;
        return Arrays.copyOfRange(block, at + 2, at + 2 + length);
    }

    private int folder(String folder) {
        int slot = folder.hashCode() & lately.length - 1;
        if (!folder.equals(lately[slot])) {
            byte[] bytes = text(folder);
            places[slot] = room(bytes.length);
            System.arraycopy(bytes, 0, last, places[slot] & OFFSET_MASK, bytes.length);
            lately[slot] = folder;
        }
        return places[slot];
    }

    /** A place for so many bytes in the last block, which is larger where they would not fit into any. */
    private int room(int bytes) {
        if (blocks.isEmpty() || used + bytes > last.length || used > OFFSET_MASK) {
            last = new byte[Math.max(names.length > 1 ? BLOCK_BYTES : 0, bytes)];
            blocks.add(last);
            used = 0;
        }
        int place = blocks.size() - 1 << BLOCK_SHIFT | used;
        used += bytes;
        return place;
    }

    // --- texts: their length, twice, and whether they are of two bytes each; then their bytes ---------------------

    private static byte[] text(String text) {
        boolean wide = isWide(text);
        byte[] bytes = wide ? wideBytes(text) : text.getBytes(StandardCharsets.ISO_8859_1);
        int length = bytes.length << 1 | (wide ? 1 : 0);
        int digits = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            digits++;
        }
        byte[] all = new byte[digits + bytes.length];
        for (int at = 0; at < digits; at++) {
            all[at] = (byte) (length >>> 7 * at & 0x7f | (at < digits - 1 ? 0x80 : 0));
        }
        System.arraycopy(bytes, 0, all, digits, bytes.length);
        return all;
    }

    private static boolean isWide(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > 0xff) {
                return true;
            }
        }
        return false;
    }

    private String text(int place) {
        byte[] block = blocks.get(place >>> BLOCK_SHIFT);
        int start = place & OFFSET_MASK;
        int digits = digits(block, start);
        int length = length(block, start, digits);
        return (length & 1) == 1
                ? wideText(block, start + digits, length >>> 1)
                : new String(block, start + digits, length >>> 1, StandardCharsets.ISO_8859_1);
    }

    /** Character by character, as an encoding has others for halves of pairs that stand alone. */
    private static byte[] wideBytes(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int at = 0; at < text.length(); at++) {
            bytes[2 * at] = (byte) (text.charAt(at) >>> 8);
            bytes[2 * at + 1] = (byte) text.charAt(at);
        }
        return bytes;
    }

    private static String wideText(byte[] block, int start, int length) {
        char[] text = new char[length / 2];
        for (int at = 0; at < text.length; at++) {
            text[at] = (char) ((block[start + 2 * at] & 0xff) << 8 | block[start + 2 * at + 1] & 0xff);
        }
        return new String(text);
    }

    /** Where the text that begins here ends. */
    private static int end(byte[] block, int start) {
        int digits = digits(block, start);
        return start + digits + (length(block, start, digits) >>> 1);
    }

    private static int digits(byte[] block, int start) {
        int digits = 1;
        while (block[start + digits - 1] < 0) {
            digits++;
        }
        return digits;
    }

    private static int length(byte[] block, int start, int digits) {
        int length = 0;
        for (int at = 0; at < digits; at++) {
            length |= (block[start + at] & 0x7f) << 7 * at;
        }
        return length;
    }

    /** The files of a table in its order. */
    private static final class Rows extends AbstractList<RepoFile> implements RandomAccess {

        private final RepoFile[] files;

        Rows(RepoFile[] files) {
            this.files = files;
        }

        @Override
        public RepoFile get(int index) {
            return files[index];
        }

        @Override
        public int size() {
            return files.length;
        }
    }
}
