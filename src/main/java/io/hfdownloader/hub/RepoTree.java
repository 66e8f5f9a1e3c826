package io.hfdownloader.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.text.TextSet;

/**
 * All files of a repo at one commit, complete: immutable on the Hub, so it may be kept for ever.
 *
 * @param repo the repo under its canonical name, and which folder of it the files are for
 * @param commit 40 hex digits
 * @param files all files, in the Hub's order; folders are left out, and so are those apart
 * @param overlong files whose paths nobody could write, apart, so that nobody has to read them
 */
public record RepoTree(RepoId repo, String commit, List<RepoFile> files, List<Overlong> overlong) {

    public RepoTree {
        files = FileTable.listOf(files);
        overlong = List.copyOf(overlong);
    }

    /** One without overlong paths. */
    public RepoTree(RepoId repo, String commit, List<RepoFile> files) {
        this(repo, commit, files, List.of());
    }

    /**
     * A file whose path is longer than any system takes it.
     *
     * @param name its path, of a long one both ends
     * @param sizeBytes length of the content
     * @param bits what {@link TextSet} keeps of its path
     */
    public record Overlong(String name, long sizeBytes, long bits) {

        private static final int MAX_PATH_CHARS = 4_096;
        private static final int MAX_SEGMENT_BYTES = 255;
        private static final int START_CHARS = 120;
        private static final int END_CHARS = 60;

        /** Of a path that {@link #is} one. */
        public static Overlong of(String path, long sizeBytes) {
            return new Overlong(shortened(path), sizeBytes, TextSet.bits(path));
        }

        /** The whole of it where it has few characters, each of many bytes; no character is cut in two. */
        private static String shortened(String path) {
            if (path.length() <= START_CHARS + END_CHARS) {
                return path;
            }
            int end = path.length() - END_CHARS;
            int from = isWithinPair(path, end) ? end + 1 : end;
            return path.substring(0, isWithinPair(path, START_CHARS) ? START_CHARS - 1 : START_CHARS)
                    + "…"
                    + path.substring(from);
        }

        private static boolean isWithinPair(String path, int at) {
            return Character.isSurrogatePair(path.charAt(at - 1), path.charAt(at));
        }

        /** Whether a path, or a name in it, is so long. */
        public static boolean is(String path) {
            if (path.length() > MAX_PATH_CHARS) {
                return true;
            }
            int bytes = 0;
            for (int at = 0; at < path.length(); at++) {
                char character = path.charAt(at);
                bytes = character == '/' ? 0 : bytes + bytesIn(character);
                if (bytes > MAX_SEGMENT_BYTES) {
                    return true;
                }
            }
            return false;
        }

        /** In UTF-8; each half of a pair has half of its four. */
        private static int bytesIn(char character) {
            return character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
    }

    /**
     * One whose files come one by one, some of them perhaps overlong.
     *
     * @param overlong those that are known to be, looked at when all files have come
     */
    public static RepoTree of(RepoId repo, String commit, Iterator<RepoFile> files, Collection<Overlong> overlong) {
        FileTable table = new FileTable(0);
        List<Overlong> apart = new ArrayList<>();
        files.forEachRemaining(file -> {
            if (Overlong.is(file.path())) {
                apart.add(Overlong.of(file.path(), file.sizeBytes()));
            } else {
                table.add(file);
            }
        });
        apart.addAll(overlong);
        return new RepoTree(repo, commit, table.files(), apart);
    }

    /** The same for another folder of the repo. */
    public RepoTree in(RepoId folder) {
        return folder.equals(repo) ? this : new RepoTree(folder, commit, files, overlong);
    }

    /** The paths of all files that are not apart. */
    public Set<String> paths() {
        return files.stream().map(RepoFile::path).collect(Collectors.toUnmodifiableSet());
    }

    /** All paths, for comparing alone, in a fraction of the memory. */
    public TextSet names() {
        TextSet names = new TextSet();
        files.forEach(file -> names.add(file.path()));
        overlong.forEach(file -> names.add(file.bits()));
        return names;
    }

    /** Where one of its files is among them; -1 for one that is not, or of another tree. */
    public int indexOf(RepoFile file) {
        boolean within = file.row() < files.size() && files.get(file.row()).table() == file.table();
        return within ? file.row() : -1;
    }
}
