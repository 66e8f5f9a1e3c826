package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.files.NameProbe;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.CodedText;
import org.jboss.logging.Logger;

/** The disks below the models directory, as far as names go. What one has said of a name is known from then on. */
final class NameVolumes {

    private static final Logger LOG = Logger.getLogger(NameVolumes.class);
    private static final int MAX_VOLUMES = 16;
    private static final int MAX_NAMES_KNOWN = 4_000;
    private static final int MAX_PROBES = 256;

    /** Any disk takes a name that is shorter, and has none of the characters that some do not. */
    private static final int SUSPICIOUS_BYTES = 100;

    private static final Pattern SUSPICIOUS = Pattern.compile("[^\\x20-\\x7e]|[:?*<>|\"\\\\]|[. ]$");
    private static final String METADATA = ".metadata";

    /** Disks that are for Windows, which takes such a name for a device whatever the ending. */
    private static final Set<String> FOR_WINDOWS =
            Set.of("exfat", "vfat", "msdos", "fat", "ntfs", "ntfs3", "fuseblk", "ntfs-3g");

    /** Which Windows could not open, though such a disk may take them from this system. */
    private static final Pattern NOT_FOR_WINDOWS = Pattern.compile("[:?*<>|\"\\\\]|[. ]$");

    private static final Pattern DEVICE = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(?:COM|LPT)[1-9\u00b9\u00b2\u00b3]) *(?:\\..*)?",
            Pattern.CASE_INSENSITIVE);

    private final RepoLayout layout;
    private final CaseFolding rootFolding;
    private final Probe probe;
    private final Map<String, Volume> volumes = new ConcurrentHashMap<>();

    /** One for each disk: one that does not answer holds up nobody who asks for another. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /** As {@link NameProbe#refusals}. */
    interface Probe {
        Map<String, CodedText> refusals(Path parent, Collection<String> names) throws IOException;
    }

    NameVolumes(RepoLayout layout, CaseFolding rootFolding, Probe probe) {
        this.layout = layout;
        this.rootFolding = rootFolding;
        this.probe = probe;
    }

    /** The disk where a repo's files are or will be. Blocks. */
    Volume of(RepoId repo) throws IOException {
        Path existing = nearestFolder(layout.repoFolder(repo));
        String key = key(existing);
        boolean isRoot = key.equals(key(layout.root()));
        Path folder = isRoot ? layout.stateFolder() : existing;
        synchronized (locks.computeIfAbsent(key, disk -> new Object())) {
            Volume volume = volumes.get(key);
            if (volume == null) {
                volume = new Volume(folder, rootFolding, type(existing), probe);
                if (!isRoot) {
                    try {
                        volume = new Volume(folder, CaseFolding.of(layout.rootFolder(), folder), type(existing), probe);
                    } catch (IOException readOnly) { // what is complete needs no answer; it is asked another time
                        LOG.debugf("%s does not say which names are one: %s", folder, readOnly);
                        return volume;
                    }
                }
                keep(key, volume);
            }
            volume.askIn(folder);
            return volume;
        }
    }

    private void keep(String key, Volume volume) {
        if (volumes.size() >= MAX_VOLUMES) {
            volumes.clear();
            locks.keySet().removeIf(other -> !other.equals(key));
        }
        volumes.put(key, volume);
    }

    private Path nearestFolder(Path place) {
        for (Path step = place; step != null && step.startsWith(layout.root()); step = step.getParent()) {
            if (Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
                return step;
            }
        }
        return layout.root();
    }

    /** A disk that is mounted in the place of another has another number or type. */
    private static String key(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        try {
            return Files.getAttribute(folder, "unix:dev") + " " + store.type();
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return store.name() + " " + store.type();
        }
    }

    /** A device that is mounted through fuse by nobody's name is one of another system. */
    private static String type(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        String type = store.type().toLowerCase(Locale.ROOT);
        boolean isDevice = type.equals("fuse") && store.name().startsWith("/dev/");
        return isDevice ? "fuseblk" : type.replaceFirst("^fuse\\.", "");
    }

    /** One disk. */
    static final class Volume {

        private final CaseFolding folding;
        private final boolean isForWindows;
        private final Probe probe;
        private Path folder;
        private final Map<String, Optional<CodedText>> known = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<CodedText>> eldest) {
                return size() > MAX_NAMES_KNOWN;
            }
        };

        Volume(Path folder, CaseFolding folding, String type, Probe probe) {
            this.probe = probe;
            this.folder = folder;
            this.folding = folding;
            this.isForWindows = FOR_WINDOWS.contains(type);
        }

        CaseFolding folding() {
            return folding;
        }

        /** Where it is asked: a folder in which it was asked before may be gone. */
        synchronized void askIn(Path existing) {
            folder = existing;
        }

        /** Why this disk cannot hold files, by path. Blocks, briefly where no name is suspicious. */
        synchronized Map<String, CodedText> refusals(Iterable<String> paths) {
            Map<String, Set<String>> suspicious = new LinkedHashMap<>();
            Set<String> names = new LinkedHashSet<>();
            for (String path : paths) {
                Set<String> ofPath = suspiciousNames(path);
                if (!ofPath.isEmpty()) {
                    suspicious.put(path, ofPath);
                    names.addAll(ofPath);
                }
            }
            ask(names);
            Map<String, CodedText> refusals = new LinkedHashMap<>();
            suspicious.forEach((path, ofPath) -> ofPath.stream()
                    .flatMap(name -> known.getOrDefault(name, Optional.empty()).stream())
                    .findFirst()
                    .ifPresent(reason -> refusals.put(path, reason)));
            return refusals;
        }

        /** The folders' names, the file's, and that of the note beside it. */
        private Set<String> suspiciousNames(String path) {
            Set<String> names = new LinkedHashSet<>();
            for (String name : path.split("/", -1)) {
                if (isSuspicious(name)) {
                    names.add(name);
                }
            }
            String note = path.substring(path.lastIndexOf('/') + 1) + METADATA;
            if (isSuspicious(note)) {
                names.add(note);
            }
            return names;
        }

        private boolean isSuspicious(String name) {
            return name.length() > SUSPICIOUS_BYTES
                    || !isOrdinary(name) && SUSPICIOUS.matcher(name).find()
                    || isForWindows && DEVICE.matcher(name).matches();
        }

        /** What nearly all names are, and the pattern need not be asked of. */
        private static boolean isOrdinary(String name) {
            for (int at = 0; at < name.length(); at++) {
                char character = name.charAt(at);
                boolean ordinary = character >= 'a' && character <= 'z'
                        || character >= 'A' && character <= 'Z'
                        || character >= '-' && character <= '9'
                        || character == '_';
                if (!ordinary) {
                    return false;
                }
            }
            return !name.endsWith(".");
        }

        private void ask(Set<String> names) {
            List<String> unknown = new ArrayList<>();
            for (String name : names) {
                if (known.containsKey(name)) {
                    continue;
                }
                if (isForWindows && DEVICE.matcher(name).matches()) {
                    known.put(name, Optional.of(NameObjection.DEVICE.text()));
                } else if (isForWindows && NOT_FOR_WINDOWS.matcher(name).find()) {
                    known.put(name, Optional.of(NameObjection.WINDOWS.text()));
                } else {
                    unknown.add(name);
                }
            }
            if (unknown.isEmpty()) {
                return;
            }
            List<String> asked = worthAsking(unknown);
            try {
                Map<String, CodedText> refused = probe.refusals(folder, asked);
                asked.forEach(name -> known.put(name, Optional.ofNullable(refused.get(name))));
            } catch (IOException silent) { // full, say, which is told by whoever looks for room
                LOG.debugf("%s does not say which names it can hold: %s", folder, silent);
            }
        }

        /** One of each kind, then the longest: what is left out is the least likely to be refused. */
        private static List<String> worthAsking(List<String> unknown) {
            if (unknown.size() <= MAX_PROBES) {
                return unknown;
            }
            List<String> longestFirst = unknown.stream()
                    .sorted(Comparator.comparingInt(NameCheck::bytes).reversed())
                    .toList();
            Map<String, String> oneOfEach = new LinkedHashMap<>();
            longestFirst.forEach(name -> oneOfEach.putIfAbsent(kind(name), name));
            Set<String> asked = new LinkedHashSet<>(oneOfEach.values());
            asked.addAll(longestFirst);
            return asked.stream().limit(MAX_PROBES).toList();
        }

        /** Its unusual characters; all beyond ASCII count as one. */
        private static String kind(String name) {
            StringBuilder kind = new StringBuilder();
            for (char special : ":?*<>|\"\\".toCharArray()) {
                if (name.indexOf(special) >= 0) {
                    kind.append(special);
                }
            }
            if (name.endsWith(".") || name.endsWith(" ")) {
                kind.append(name.charAt(name.length() - 1));
            }
            return name.chars().anyMatch(c -> c > 126) ? kind.append('\u00e9').toString() : kind.toString();
        }
    }
}
