package io.hfdownloader.files;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A folder of this machine's disk that refuses on demand what disks refuse, in the words of Linux: what no disk that can be mounted
 * for a test does. Everything else goes through to the folder. Any thread.
 */
public final class FaultyDisk {

    /** What a program asks of a disk. */
    public enum Call {
        OPEN,
        READ,
        WRITE,
        FORCE,
        MAKE_FOLDER,
        MOVE,
        DELETE,
        LOOK,
        LOCK
    }

    private record Scheduled(int number, Runnable action) {}

    private record Interruption(Call call, String part, Runnable action) {}

    private record Fault(Call call, String part, String words, int times, AtomicInteger happened) {
        boolean applies(Call now, Path path) {
            return call == now && path.toString().contains(part) && happened.get() < times;
        }
    }

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Map<String, FileStore> mounts = new ConcurrentHashMap<>();
    private final List<Interruption> interruptions = new CopyOnWriteArrayList<>();
    private final Provider provider = new Provider();
    private final DiskPath root;
    private volatile boolean hidesDescriptors;
    private volatile boolean hidesLinks;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Scheduled scheduled;
    private volatile @Nullable String refusedNow;

    public FaultyDisk(Path folder) {
        root = new DiskPath(folder);
    }

    public Path root() {
        return root;
    }

    /** From now on these calls fail for paths with this part, the first so many times. */
    public FaultyDisk refuse(Call call, String part, String words, int times) {
        faults.add(new Fault(call, part, words, times, new AtomicInteger()));
        return this;
    }

    /** The same, always. */
    public FaultyDisk refuse(Call call, String part, String words) {
        return refuse(call, part, words, Integer.MAX_VALUE);
    }

    /** From now on what has this part in its path is on a disk of its own, of this kind and with so much room. */
    public FaultyDisk mount(String part, String kind, long freeBytes) {
        return mount(part, kind, freeBytes, freeBytes);
    }

    /** The same, of which a part is taken. */
    public FaultyDisk mount(String part, String kind, long freeBytes, long totalBytes) {
        mounts.put(part, new Mounted(part, kind, freeBytes, totalBytes));
        return this;
    }

    private Optional<FileStore> mounted(Path real) {
        return mounts.entrySet().stream()
                .filter(mount -> real.toString().contains(mount.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Something else happens just before the first such call, once. */
    public FaultyDisk before(Call call, String part, Runnable action) {
        interruptions.add(new Interruption(call, part, action));
        return this;
    }

    /** Something else happens just before the call of this number that opens or changes something, once; the next one is the first. */
    public FaultyDisk beforeCall(int number, Runnable action) {
        calls.set(0);
        scheduled = new Scheduled(number, action);
        return this;
    }

    /** The call of this number that opens or changes something fails, and no other; the next one is the first. */
    public FaultyDisk refuseCall(int number, String words) {
        return beforeCall(number, () -> refusedNow = words);
    }

    /** Nothing happens any more before a call of some number. */
    public FaultyDisk beforeNoCall() {
        scheduled = null;
        return this;
    }

    /** How many such calls there were since {@link #beforeCall}. */
    public int calls() {
        return calls.get();
    }

    /** As on disks where a file has one name. */
    public FaultyDisk hideLinks() {
        hidesLinks = true;
        return this;
    }

    /** As on systems and disks where no folder is held open: all is looked up by its path. */
    public FaultyDisk hideDescriptors() {
        hidesDescriptors = true;
        return this;
    }

    /** All is well again. */
    public void mend() {
        faults.clear();
    }

    /** How often anything was refused. */
    public int refusals() {
        return faults.stream().mapToInt(fault -> fault.happened().get()).sum();
    }

    private void check(Call call, Path real) throws IOException {
        Scheduled next = scheduled;
        if (call != Call.LOOK && call != Call.READ && calls.incrementAndGet() == (next == null ? 0 : next.number())) {
            scheduled = null;
            next.action().run();
        }
        String words = refusedNow;
        if (words != null) {
            refusedNow = null;
            throw refusal(call, real, words);
        }
        for (Interruption each : interruptions) {
            if (each.call() == call && real.toString().contains(each.part()) && interruptions.remove(each)) {
                each.action().run();
            }
        }
        for (Fault fault : faults) {
            if (fault.applies(call, real)) {
                fault.happened().incrementAndGet();
                throw refusal(call, real, fault.words());
            }
        }
    }

    private static IOException refusal(Call call, Path real, String words) {
        boolean byName = call != Call.READ && call != Call.WRITE && call != Call.FORCE && call != Call.LOCK;
        return byName ? new FileSystemException(real.toString(), null, words) : new IOException(words);
    }

    private static Path real(Path path) {
        return path instanceof DiskPath disk ? disk.path : path;
    }

    private static final class Mounted extends FileStore {

        private final String name;
        private final String kind;
        private final long freeBytes;
        private final long totalBytes;

        Mounted(String name, String kind, long freeBytes, long totalBytes) {
            this.totalBytes = totalBytes;
            this.name = name;
            this.kind = kind;
            this.freeBytes = freeBytes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String type() {
            return kind;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public long getTotalSpace() {
            return totalBytes;
        }

        @Override
        public long getUsableSpace() {
            return freeBytes;
        }

        @Override
        public long getUnallocatedSpace() {
            return freeBytes;
        }

        @Override
        public long getBlockSize() {
            return 1_024;
        }

        @Override
        public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
            return false;
        }

        @Override
        public boolean supportsFileAttributeView(String view) {
            return false;
        }

        @Override
        public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
            return null;
        }

        @Override
        public Object getAttribute(String attribute) {
            throw new UnsupportedOperationException();
        }
    }

    private final class DiskPath implements Path {

        private final Path path;

        DiskPath(Path path) {
            this.path = path;
        }

        private @Nullable Path wrap(@Nullable Path result) {
            return result == null ? null : new DiskPath(result);
        }

        @Override
        public FileSystem getFileSystem() {
            return provider.system;
        }

        @Override
        public boolean isAbsolute() {
            return path.isAbsolute();
        }

        @Override
        public @Nullable Path getRoot() {
            return wrap(path.getRoot());
        }

        @Override
        public @Nullable Path getFileName() {
            return wrap(path.getFileName());
        }

        @Override
        public @Nullable Path getParent() {
            return wrap(path.getParent());
        }

        @Override
        public int getNameCount() {
            return path.getNameCount();
        }

        @Override
        public Path getName(int index) {
            return new DiskPath(path.getName(index));
        }

        @Override
        public Path subpath(int begin, int end) {
            return new DiskPath(path.subpath(begin, end));
        }

        @Override
        public boolean startsWith(Path other) {
            return path.startsWith(real(other));
        }

        @Override
        public boolean endsWith(Path other) {
            return path.endsWith(real(other));
        }

        @Override
        public Path normalize() {
            return new DiskPath(path.normalize());
        }

        @Override
        public Path resolve(Path other) {
            return new DiskPath(path.resolve(real(other)));
        }

        @Override
        public Path relativize(Path other) {
            return new DiskPath(path.relativize(real(other)));
        }

        @Override
        public URI toUri() {
            return path.toUri();
        }

        @Override
        public Path toAbsolutePath() {
            return new DiskPath(path.toAbsolutePath());
        }

        @Override
        public Path toRealPath(LinkOption... options) throws IOException {
            check(Call.LOOK, path);
            return new DiskPath(path.toRealPath(options));
        }

        @Override
        public File toFile() {
            return path.toFile();
        }

        @Override
        public WatchKey register(WatchService service, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Path other) {
            return path.compareTo(real(other));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof DiskPath disk && disk.path.equals(path);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    private final class Provider extends FileSystemProvider {

        private final FileSystemProvider real = Path.of("/").getFileSystem().provider();
        private final Files system = new Files(this);

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return system;
        }

        @Override
        public Path getPath(URI uri) {
            return new DiskPath(Path.of(uri));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            check(Call.OPEN, real(path));
            return new Channel(real(path), real.newFileChannel(real(path), options, attributes));
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            check(Call.LOOK, real(folder));
            DirectoryStream<Path> entries = real.newDirectoryStream(real(folder), entry -> true);
            if (!hidesDescriptors && entries instanceof SecureDirectoryStream<Path> secure) {
                return new Folder(real(folder), secure, filter);
            }
            List<Path> found = new ArrayList<>();
            try (entries) {
                for (Path entry : entries) {
                    Path path = new DiskPath(entry);
                    if (filter.accept(path)) {
                        found.add(path);
                    }
                }
            }
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return found.iterator();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            check(Call.MAKE_FOLDER, real(folder));
            real.createDirectory(real(folder), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            check(Call.DELETE, real(path));
            real.delete(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            check(Call.WRITE, real(target));
            real.copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            check(Call.MOVE, real(target));
            real.move(real(source), real(target), options);
        }

        /** A second name is as much of a change as a new one. */
        @Override
        public void createLink(Path link, Path existing) throws IOException {
            if (hidesLinks) {
                throw new UnsupportedOperationException("This disk knows no second names");
            }
            check(Call.MOVE, real(link));
            real.createLink(real(link), real(existing));
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real.isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            check(Call.LOOK, real(path));
            Optional<FileStore> mounted = mounted(real(path));
            return mounted.isPresent() ? mounted.get() : real.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            check(Call.LOOK, real(path));
            real.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            check(Call.LOOK, real(path));
            return real.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
            check(Call.LOOK, real(path));
            Optional<FileStore> mounted = names.equals("unix:dev") ? mounted(real(path)) : Optional.empty();
            return mounted.isPresent()
                    ? Map.of("dev", mounted.get().name())
                    : real.readAttributes(real(path), names, options);
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
            real.setAttribute(real(path), name, value, options);
        }
    }

    /** An open folder, in which names are looked up whatever has become of its path. */
    private final class Folder implements SecureDirectoryStream<Path> {

        private final Path path;
        private final SecureDirectoryStream<Path> real;
        private final DirectoryStream.Filter<? super Path> filter;

        Folder(Path path, SecureDirectoryStream<Path> real, DirectoryStream.Filter<? super Path> filter) {
            this.path = path;
            this.real = real;
            this.filter = filter;
        }

        private Path checked(Call call, Path name) throws IOException {
            check(call, path.resolve(FaultyDisk.real(name)));
            return FaultyDisk.real(name);
        }

        @Override
        public SecureDirectoryStream<Path> newDirectoryStream(Path name, LinkOption... options) throws IOException {
            Path checked = checked(Call.LOOK, name);
            return new Folder(path.resolve(checked), real.newDirectoryStream(checked, options), entry -> true);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            Path checked = checked(Call.OPEN, name);
            FileChannel channel = (FileChannel) real.newByteChannel(checked, options, attributes);
            return new Channel(path.resolve(checked), channel);
        }

        @Override
        public void deleteFile(Path name) throws IOException {
            real.deleteFile(checked(Call.DELETE, name));
        }

        @Override
        public void deleteDirectory(Path name) throws IOException {
            real.deleteDirectory(checked(Call.DELETE, name));
        }

        @Override
        public void move(Path name, SecureDirectoryStream<Path> target, Path newName) throws IOException {
            Folder folder = (Folder) target;
            Path checked = folder.checked(Call.MOVE, newName);
            Path source = path.resolve(FaultyDisk.real(name));
            if (!mounted(source).equals(mounted(folder.path.resolve(checked)))) {
                throw new AtomicMoveNotSupportedException(
                        source.toString(), checked.toString(), "Invalid cross-device link");
            }
            real.move(FaultyDisk.real(name), folder.real, checked);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Class<V> type) {
            return real.getFileAttributeView(type);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path name, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(FaultyDisk.real(name), type, options);
        }

        @Override
        public Iterator<Path> iterator() {
            List<Path> found = new ArrayList<>();
            try {
                for (Path entry : real) {
                    Path child = new DiskPath(entry);
                    if (filter.accept(child)) {
                        found.add(child);
                    }
                }
            } catch (IOException failure) {
                throw new DirectoryIteratorException(failure);
            }
            return found.iterator();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    private final class Files extends FileSystem {

        private final Provider owner;
        private final FileSystem real = Path.of("/").getFileSystem();

        Files(Provider owner) {
            this.owner = owner;
        }

        @Override
        public FileSystemProvider provider() {
            return owner;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of(getPath("/"));
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return new DiskPath(real.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = real.getPathMatcher(pattern);
            return path -> matcher.matches(FaultyDisk.real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Channel extends FileChannel {

        private final Path path;
        private final FileChannel real;

        Channel(Path path, FileChannel real) {
            this.path = path;
            this.real = real;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            check(Call.READ, path);
            return real.read(into);
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) throws IOException {
            check(Call.READ, path);
            return real.read(into, offset, length);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            check(Call.READ, path);
            return real.read(into, position);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            check(Call.WRITE, path);
            return real.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
            check(Call.WRITE, path);
            return real.write(bytes, offset, length);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            check(Call.WRITE, path);
            return real.write(bytes, position);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean withMetadata) throws IOException {
            check(Call.FORCE, path);
            real.force(withMetadata);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            check(Call.WRITE, path);
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            check(Call.LOCK, path);
            return real.lock(position, size, shared);
        }

        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            check(Call.LOCK, path);
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
