package io.hfdownloader.adopt.shape;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.library.foreign.FolderStructure;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * A folder that holds one model: {@code publisher/model} as LM Studio has it, {@code org_name} of text-generation-webui, or what
 * somebody has made by hand. What it is called tells which repository it may be of.
 */
final class ModelFolderShape implements Shape {

    private static final int MAX_SPLITS = 6;

    @Override
    public Optional<List<Found>> in(Look look, Look.Inside inside) {
        Path folder = inside.folder();
        if (folder.equals(look.root()) || look.isInView(folder)) {
            return Optional.empty();
        }
        boolean isDeep = look.root().relativize(folder).getNameCount() > 1;
        if (inside.files().isEmpty() && !isDeep) {
            return Optional.empty(); // an owner's
        }
        Map<String, Path> paths = look.filesBelow(folder);
        List<FoundFile> files = new ArrayList<>();
        paths.forEach((path, file) -> Look.attributes(file)
                .filter(BasicFileAttributes::isRegularFile)
                .ifPresent(found -> files.add(FoundFile.of(path, look.root(), file, found))));
        Map<String, Long> sizes = new HashMap<>();
        files.forEach(file -> sizes.put(file.path(), file.sizeBytes()));
        boolean hasWeights = files.stream().anyMatch(file -> WeightFiles.isWeight(file.path(), file.sizeBytes()));
        if (!hasWeights
                || FolderStructure.of(
                                folder,
                                sizes.keySet(),
                                path -> WeightFiles.isWeight(path, sizes.getOrDefault(path, 0L)))
                        != FolderStructure.ONE_MODEL) {
            return Optional.empty();
        }
        String place = FoundFile.withSlashes(look.root().relativize(folder));
        return Optional.of(List.of(new Found(ShapeKind.FOLDER, place, Look.name(folder), hints(folder), files)));
    }

    /** The likeliest first. */
    static List<RepoHint> hints(Path folder) {
        String name = Look.name(folder);
        Set<RepoHint> hints = new LinkedHashSet<>();
        Path above = folder.getParent();
        if (above != null && above.getFileName() != null) {
            RepoHint.model(Look.name(above) + "/" + name).ifPresent(hints::add);
        }
        int splits = 0;
        for (int at = name.indexOf('_'); at > 0 && splits < MAX_SPLITS; at = name.indexOf('_', at + 1), splits++) {
            String owner = name.substring(0, at);
            String model = name.substring(at + 1);
            RepoHint.model(owner + "/" + model).ifPresent(hints::add);
            int branch = model.lastIndexOf('_');
            if (branch > 0) {
                RepoHint.model(owner + "/" + model.substring(0, branch)).ifPresent(hints::add);
            }
        }
        return List.copyOf(hints);
    }
}
