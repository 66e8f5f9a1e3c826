package io.hfdownloader.adopt.shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoType;

/**
 * {@code models--owner--name} of the Python client's cache: snapshots whose links lead to blobs, which may be links once more, into
 * the store that all repositories share. Links that lead elsewhere are left alone.
 */
final class HubCacheShape implements Shape {

    private static final Pattern NAME = Pattern.compile("(model|dataset|space)s--(.+)");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int MAX_HOPS = 2;

    @Override
    public Optional<List<Found>> in(Look look, Look.Inside folder) {
        Matcher name = NAME.matcher(Look.name(folder.folder()));
        if (!name.matches() || !folder.hasFolder("snapshots")) {
            return Optional.empty();
        }
        RepoType type = RepoType.of(name.group(1)).orElse(RepoType.MODEL);
        String id = name.group(2).replaceFirst("--", "/");
        List<Found> found = new ArrayList<>();
        for (Path snapshot : look.into(folder.folder().resolve("snapshots")).folders()) {
            String commit = Look.name(snapshot);
            List<FoundFile> files = new ArrayList<>();
            addFiles(look, folder.folder(), snapshot, look.into(snapshot), 0, files);
            if (COMMIT.matcher(commit).matches() && !files.isEmpty()) {
                found.add(new Found(
                        ShapeKind.HF_CACHE,
                        FoundFile.withSlashes(look.root().relativize(snapshot)),
                        id,
                        RepoHint.of(type, id, commit).stream().toList(),
                        files));
            }
        }
        return Optional.of(found);
    }

    private static void addFiles(
            Look look, Path repo, Path snapshot, Look.Inside inside, int depth, List<FoundFile> files) {
        inside.files()
                .forEach((file, attributes) -> files.add(
                        FoundFile.of(FoundFile.withSlashes(snapshot.relativize(file)), look.root(), file, attributes)));
        for (Path link : inside.links()) {
            content(look, repo, link)
                    .ifPresent(blob -> Look.attributes(blob)
                            .filter(BasicFileAttributes::isRegularFile)
                            .ifPresent(attributes -> files.add(FoundFile.of(
                                    FoundFile.withSlashes(snapshot.relativize(link)), look.root(), blob, attributes))));
        }
        for (Path folder : inside.folders()) {
            if (depth >= Look.MAX_DEPTH) {
                look.cut();
            } else {
                addFiles(look, repo, snapshot, look.into(folder), depth + 1, files);
            }
        }
    }

    /** Where a link of the cache leads to, within the cache and within what may be looked into. */
    private static Optional<Path> content(Look look, Path repo, Path link) {
        Path cache = repo.getParent();
        Path step = link;
        for (int hops = 0; hops <= MAX_HOPS; hops++) {
            if (!Files.isSymbolicLink(step)) {
                return Optional.of(step);
            }
            Path folder = step.getParent();
            if (folder == null || cache == null) {
                return Optional.empty();
            }
            try {
                step = folder.resolve(Files.readSymbolicLink(step)).normalize();
            } catch (IOException | InvalidPathException unreadable) {
                return Optional.empty();
            }
            boolean isBlob = step.startsWith(repo.resolve("blobs")) || step.startsWith(cache.resolve("blobs"));
            if (!isBlob || !step.startsWith(look.root())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
