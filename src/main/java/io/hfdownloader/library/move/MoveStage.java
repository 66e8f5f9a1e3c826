package io.hfdownloader.library.move;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.layout.RepoLayout;

/**
 * Where the copy of a model gathers, in the state folder of the directory that it goes to. Once there are no files in it, they have
 * got their place. All methods block.
 */
public final class MoveStage {

    private static final String MOVES = "moves";
    private static final String ORIGIN = "origin";
    private static final int MAX_ORIGIN_BYTES = 10_000;

    private final RepoLayout layout;
    private final Path folder;

    /**
     * What is copied.
     *
     * @param root name of the directory that the model comes from
     */
    public record Origin(String root, RepoId repo) {}

    private MoveStage(RepoLayout layout, Path folder) {
        this.layout = layout;
        this.folder = folder;
    }

    /** That of one model, made or not. */
    public static MoveStage of(RepoLayout layout, RepoId repo) {
        return new MoveStage(layout, place(layout).resolve(repo.toString().replace("/", "--")));
    }

    /** All that are there. */
    public static List<MoveStage> all(RepoLayout layout) throws IOException {
        List<MoveStage> found = new ArrayList<>();
        for (Path name : layout.rootFolder().names(place(layout))) {
            found.add(new MoveStage(layout, place(layout).resolve(name.toString())));
        }
        return found;
    }

    private static Path place(RepoLayout layout) {
        return layout.stateFolder().resolve(MOVES);
    }

    /** All of it. */
    public Path folder() {
        return folder;
    }

    /** The files, as they will lie in the model's folder. */
    Path files() {
        return folder.resolve("files");
    }

    /** The one that is being copied. */
    Path part() {
        return folder.resolve("part");
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the files have not got their place yet. */
    public boolean holdsFiles() {
        return Files.exists(files(), LinkOption.NOFOLLOW_LINKS);
    }

    void begin(Origin origin) throws IOException {
        layout.makeFolder(folder);
        String text = origin.root() + "\n" + origin.repo().type().word() + "\n"
                + origin.repo().folder() + "\n";
        AtomicFile.write(layout.rootFolder(), folder.resolve(ORIGIN), text.getBytes(StandardCharsets.UTF_8));
        layout.makeFolder(files());
    }

    /** What is copied into it; empty where that cannot be told. */
    public Optional<Origin> origin() {
        Path file = folder.resolve(ORIGIN);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_ORIGIN_BYTES) {
                return Optional.empty();
            }
            String[] lines = Files.readString(file).split("\n", -1);
            return lines.length < 3
                    ? Optional.empty()
                    : RepoType.of(lines[1]).map(type -> new Origin(lines[0], RepoId.ofFolder(type, lines[2])));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
