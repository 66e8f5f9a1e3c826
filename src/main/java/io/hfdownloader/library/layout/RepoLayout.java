package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.MarkedFolder;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/**
 * The one place that turns names into places on disk. Every path it gives lies below the models directory and does not lead
 * through a symbolic link; what cannot be so is an {@link LibraryException}. Its methods look at the disk, briefly: they
 * block.
 */
public final class RepoLayout {

    public static final String CACHE = ".cache/huggingface";
    private static final String DOWNLOADS = CACHE + "/download";
    private static final String TREES = CACHE + "/trees";
    private static final String BLOCK_SUMS = CACHE + "/sums";
    private static final String STATE = ".cache/hf-downloader";
    public static final String PARTIAL_SUFFIX = ".part";
    public static final String JOURNAL_SUFFIX = ".ranges";

    private static final Set<String> RESERVED = Set.of("datasets", "spaces");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PARTIAL = Pattern.compile("[A-Za-z0-9_-]{27}\\.(?:[0-9a-f]{40}|[0-9a-f]{64})(?:\\"
            + PARTIAL_SUFFIX + "|\\" + JOURNAL_SUFFIX + "(?:[~-].*)?)");
    private static final String CACHEDIR_TAG = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file marks a folder of notes on downloads, which backups may leave out.
        # See https://bford.info/cachedir/
        """;

    private static final String VERIFIED = STATE + "/verified";
    private static final String SWAPS = STATE + "/swaps";
    private static final String MARKER = STATE + "/id";

    private final RootFolder rootFolder;
    private final Path root;
    private final String title;
    private final @Nullable MarkedFolder marked;
    private final @Nullable Places places;

    /** Which directory each repo has its folder in, where there are several. */
    @FunctionalInterface
    public interface Places {

        /** Fails with a {@link DiskException} when that is away. Blocks briefly. */
        RepoLayout of(RepoId repo);
    }

    /** @param modelsDir an existing folder; only here a symbolic link is followed */
    public RepoLayout(Path modelsDir) {
        this(RootFolder.of(modelsDir.toAbsolutePath()), "The models directory " + modelsDir, null, null);
    }

    private RepoLayout(RootFolder rootFolder, String title, @Nullable MarkedFolder marked, @Nullable Places places) {
        this.title = title;
        this.places = places;
        this.rootFolder = rootFolder;
        this.root = rootFolder.path();
        this.marked = marked;
    }

    /** By which all that is below the models directory is changed: between a look and a write a link may come in the way. */
    public RootFolder rootFolder() {
        return rootFolder;
    }

    /**
     * The same for a models directory that may go away: where it has gone, every method fails. Its state folder is there.
     *
     * @param name what users call it, as the beginning of a sentence
     */
    public RepoLayout marked(String name) throws IOException {
        return new RepoLayout(
                rootFolder, name, MarkedFolder.of(rootFolder, resolveWithoutLinks(root, MARKER), name), null);
    }

    /** The same directory, and for what belongs to a repo the one that the repo is in. */
    public RepoLayout with(Places several) {
        return new RepoLayout(rootFolder, title, marked, several);
    }

    /** The layout of the directory that a repo is in, or would come to: this one, where there is but one. Blocks briefly. */
    public RepoLayout of(RepoId repo) {
        return places == null ? this : places.of(repo);
    }

    /**
     * Keeps other processes out as long as the models directory has the marker that it has now; false when one of them is in. To
     * be repeated now and then, as files may be replaced. Blocks.
     */
    public boolean hold() throws IOException {
        return marked == null || marked.hold();
    }

    /** While another server has taken the models directory, every method fails. */
    public void setTaken(boolean taken) {
        if (marked != null) {
            marked.setTaken(taken);
        }
    }

    /** Lets other processes in. Blocks. */
    public void release() throws IOException {
        if (marked != null) {
            marked.release();
        }
    }

    /** Returns when the models directory is there, and fails with a {@link DiskException} when it is not. */
    public void requireRoot() {
        if (marked != null) {
            marked.require();
        }
    }

    /** Why the models directory cannot be used now; empty when it is there. */
    public Optional<DiskException> absence() {
        return marked == null ? Optional.empty() : marked.absence();
    }

    /** Makes a folder with those above it, in the models directory and never in what stands in its place. */
    public void makeFolder(Path folder) throws IOException {
        if (marked != null) {
            marked.makeFolder(folder);
        } else {
            List<Path> made = rootFolder.makeFolder(folder);
        }
    }

    /** What users call the directory, as the beginning of a sentence. */
    public String title() {
        return title;
    }

    /** The models directory, absolute. */
    public Path root() {
        return root;
    }

    /** Where a repo's files are. */
    public Path repoFolder(RepoId repo) {
        return of(repo).below(folderName(repo));
    }

    /** As {@link #repoFolder}, in this very directory, and nobody looks what is there. */
    public Path unseenFolder(RepoId repo) {
        return join(root, folderName(repo));
    }

    private static String folderName(RepoId repo) {
        String first = repo.namespace() == null ? repo.name() : repo.namespace();
        if (repo.type() == RepoType.MODEL && RESERVED.contains(first.toLowerCase(Locale.ROOT))) {
            throw LibraryException.unsafeFolder(repo.id(), "it is the place for repositories of another kind");
        }
        return repo.type().filePrefix() + repo.folder();
    }

    /** The final place of one file. */
    public Path file(RepoId repo, String path) {
        checkName(path);
        return of(repo).in(repo, "", path);
    }

    /** The metadata that says where a file came from, as the Python client keeps it. */
    public Path metadata(RepoId repo, String path) {
        checkName(path);
        return of(repo).in(repo, DOWNLOADS, path + ".metadata");
    }

    /** Where a file's bytes gather until it is verified; bound to its content, so that a new version starts anew. */
    public Path partialFile(RepoId repo, RepoFile file) {
        return of(repo).in(repo, DOWNLOADS, partialStem(file) + PARTIAL_SUFFIX);
    }

    /** Beside {@link #partialFile}: which of its bytes are safely on disk. */
    public Path rangeJournal(RepoId repo, RepoFile file) {
        return of(repo).in(repo, DOWNLOADS, partialStem(file) + JOURNAL_SUFFIX);
    }

    /** The tree of a repo at one commit. */
    public Path treeFile(RepoId repo, String commit) {
        if (!isCommit(commit)) {
            throw LibraryException.unsafeFile(commit + ".json", "a commit has 40 hexadecimal digits");
        }
        return of(repo).in(repo, TREES, commit + ".json");
    }

    /** The folder of a repo's trees. */
    public Path treesFolder(RepoId repo) {
        return of(repo).in(repo, "", TREES);
    }

    /** Sums of the blocks of a file with this content, which tell which of them are damaged. */
    public Path blockSums(RepoId repo, String etag) {
        if (!HASH.matcher(etag).matches()) {
            throw LibraryException.unsafeFile(etag, "the Hub's answer has no hash of it");
        }
        return of(repo).in(repo, BLOCK_SUMS, etag);
    }

    /** The folder of all {@link #blockSums} of a repo. */
    public Path blockSumsFolder(RepoId repo) {
        return of(repo).in(repo, "", BLOCK_SUMS);
    }

    /** A place that is known to be in the models directory, if no link leads to it. */
    public Path existing(Path relative) {
        return resolveWithoutLinks(root, relative.toString());
    }

    public static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** The folder of partial files and metadata of a repo. */
    public Path downloadFolder(RepoId repo) {
        return of(repo).in(repo, "", DOWNLOADS);
    }

    /** The program's own state; other packages keep theirs in files and folders of their own below it. */
    public Path stateFolder() {
        return resolveWithoutLinks(root, STATE);
    }

    /** What is being deleted. */
    public Path trashFolder() {
        return resolveWithoutLinks(root, STATE + "/trash");
    }

    /** The folder of all {@link #verifiedFile}. */
    public Path verifiedFolder() {
        return resolveWithoutLinks(root, VERIFIED);
    }

    /** What was verified of a repo. No id has two hyphens in a row, so that names cannot meet. */
    public Path verifiedFile(RepoId repo) {
        return of(repo).below(VERIFIED + "/" + repo.toString().replace("/", "--") + ".json");
    }

    /** The folder of all {@link #swapFile}. */
    public Path swapsFolder() {
        return resolveWithoutLinks(root, SWAPS);
    }

    /** What a swap of a repo's files has still to do. */
    public Path swapFile(RepoId repo) {
        return of(repo).below(SWAPS + "/" + repo.toString().replace("/", "--") + ".json");
    }

    /** Makes a repo's folder and its cache folder, marked as the Python client does. Blocks. */
    public void prepare(RepoId repo) throws IOException {
        RepoLayout own = of(repo);
        own.makeFolder(own.downloadFolder(repo));
        Path cache = own.unchecked(repo, CACHE);
        own.writeIfMissing(cache.resolve(".gitignore"), "*");
        own.writeIfMissing(cache.resolve("CACHEDIR.TAG"), CACHEDIR_TAG);
    }

    /** Whether the folder was prepared at this moment or later, not before. Blocks. */
    public boolean isMarkedSince(RepoId repo, Instant since) {
        try {
            Path mark = of(repo).unchecked(repo, CACHE).resolve("CACHEDIR.TAG");
            return !Files.getLastModifiedTime(mark, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(since);
        } catch (IOException unmarked) {
            return false;
        }
    }

    /** Takes back the marks of {@link #prepare}, unless somebody wrote something else into them. Blocks. */
    public void removeMarks(RepoId repo) throws IOException {
        RepoLayout own = of(repo);
        Path cache = own.unchecked(repo, CACHE);
        own.removeIfOurs(cache.resolve(".gitignore"), "*");
        own.removeIfOurs(cache.resolve("CACHEDIR.TAG"), CACHEDIR_TAG);
    }

    /** Start of the names of all partial data of a path, whatever its version. */
    public static String partialPrefix(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(path.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + ".";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Whether it is the name of a partial file or of what tells of one: by the whole name, as files of a repo may end as ours do. */
    public static boolean isPartialName(String name) {
        return PARTIAL.matcher(name).matches();
    }

    private static String partialStem(RepoFile file) {
        checkName(file.path());
        if (!HASH.matcher(file.etag()).matches()) {
            throw LibraryException.unsafeFile(file.path(), "the Hub's answer has no hash of it");
        }
        return partialPrefix(file.path()) + file.etag();
    }

    private static void checkName(String path) {
        Optional<CodedText> objection = SafePath.objection(path);
        if (objection.isPresent()) {
            throw LibraryException.unsafeFile(path, objection.get().detail());
        }
    }

    /** A folder of a repo, only to be joined with a name by {@link #resolveWithoutLinks}, which looks at all of the way. */
    private Path unchecked(RepoId repo, String folder) {
        return join(join(root, folderName(repo)), folder);
    }

    private Path in(RepoId repo, String folder, String path) {
        return resolveWithoutLinks(unchecked(repo, folder), path);
    }

    private Path below(String path) {
        return resolveWithoutLinks(root, path);
    }

    /** Joins a folder below the models directory and a checked path, and looks at each step that exists. */
    private Path resolveWithoutLinks(Path folder, String path) {
        Path joined = join(folder, path);
        if (!joined.startsWith(folder) || joined.equals(folder)) {
            throw LibraryException.unsafeFile(path, "its path does not stay within the folder");
        }
        requireRoot();
        Path step = root;
        for (Path name : root.relativize(joined)) {
            step = step.resolve(name);
            try {
                if (Files.readAttributes(step, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isSymbolicLink()) {
                    throw LibraryException.unsafeFile(
                            path, "\"" + root.relativize(step) + "\" in the models directory is a symbolic link");
                }
            } catch (IOException missing) {
                break; // so is all that would be below it
            }
        }
        return joined;
    }

    private static Path join(Path folder, String path) {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw LibraryException.unsafeFile(
                    path, SafePath.characterSetObjection().detail());
        }
    }

    private void removeIfOurs(Path file, String text) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == text.length()
                && Files.readString(file).equals(text)) {
            rootFolder.delete(file);
        }
    }

    private void writeIfMissing(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            return; // as it is, but for the first time
        }
        try (FileChannel channel = rootFolder.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int written = channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            // A link is one, too, wherever it leads: nothing is written through it.
        }
    }
}
