package io.hfdownloader.adopt.shape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.variant.name.WeightFiles;

/** Files of weights among others: each by itself, the parts of one together. It looks at what no other shape has taken. */
final class LooseFilesShape implements Shape {

    private static final Pattern PART = Pattern.compile("(.+?)-\\d{5}-of-(\\d{5})\\.(gguf|safetensors)");

    @Override
    public Optional<List<Found>> in(Look look, Look.Inside inside) {
        if (look.isInView(inside.folder())) {
            return Optional.empty();
        }
        Map<String, List<FoundFile>> sets = new TreeMap<>();
        inside.files().forEach((file, found) -> {
            String name = Look.name(file);
            if (WeightFiles.isWeight(name, found.size()) || WeightFiles.isProjector(name)) {
                sets.computeIfAbsent(setOf(name), set -> new ArrayList<>())
                        .add(FoundFile.of(name, look.root(), file, found));
            }
        });
        List<Found> found = new ArrayList<>();
        Path folder = look.root().relativize(inside.folder());
        sets.values()
                .forEach(files -> found.add(new Found(
                        ShapeKind.FILES,
                        FoundFile.withSlashes(folder.resolve(files.get(0).path())),
                        files.get(0).path(),
                        inside.folder().equals(look.root()) ? List.of() : ModelFolderShape.hints(inside.folder()),
                        files)));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static String setOf(String name) {
        Matcher part = PART.matcher(name);
        return part.matches() ? part.group(1) + "/" + part.group(2) + "/" + part.group(3) : name;
    }
}
