package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.files.NameProbe;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.CodedText;

/**
 * Which files of a repo can be on this disk under their names, known before the first byte: by the rules for all systems
 * ({@link SafePath}), by what the disk says when it is asked, by what stands in their places, and beside each other.
 */
public final class NameCheck {

    /** Of Linux, with the byte that ends it; the names in it are counted with what is kept beside a file. */
    private static final int MAX_PATH_BYTES = 4_095;

    private static final String METADATA = ".metadata";

    private final RepoLayout layout;
    private final NameVolumes volumes;

    /** @param folding how the disk of the models directory itself compares names */
    public NameCheck(RepoLayout layout, CaseFolding folding) {
        this(layout, folding, (parent, names) -> NameProbe.refusals(layout.rootFolder(), parent, names));
    }

    NameCheck(RepoLayout layout, CaseFolding folding, NameVolumes.Probe probe) {
        this.layout = layout;
        this.volumes = new NameVolumes(layout, folding, probe);
    }

    /**
     * Why files cannot be here, by path, each as a part of a sentence; those that can are missing in it. Blocks.
     *
     * @param paths of one repo, all different, gone through several times; of two that cannot be here together the first one can
     */
    public Map<String, CodedText> objections(RepoId repo, Collection<String> paths) throws IOException {
        Map<String, CodedText> objections = new LinkedHashMap<>();
        int bytesBefore = bytes(layout.downloadFolder(repo).toString()) + 1;
        OccupiedPlaces places = new OccupiedPlaces(layout.repoFolder(repo));
        for (String path : paths) {
            Optional<CodedText> objection = SafePath.objection(path)
                    .or(() -> SafePath.systemObjection(path))
                    .or(() -> lengthObjection(bytesBefore, path))
                    .or(() -> places.objection(path));
            objection.ifPresent(reason -> objections.put(path, reason));
        }
        Iterable<String> sound = () ->
                paths.stream().filter(path -> !objections.containsKey(path)).iterator();
        NameVolumes.Volume volume = volumes.of(repo);
        objections.putAll(volume.refusals(sound));
        objections.putAll(new PathClashes(volume.folding()).objections(sound));
        return objections;
    }

    private Optional<CodedText> lengthObjection(int bytesBefore, String path) {
        return bytesBefore + bytes(path) + METADATA.length() > MAX_PATH_BYTES
                ? Optional.of(NameObjection.LONG_PATH
                        .says("its path is too long below " + layout.root())
                        .and("folder", layout.root()))
                : Optional.empty();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
