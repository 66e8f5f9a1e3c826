package io.hfdownloader.adopt.shape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Finds models below a folder, in whatever shape. Follows no links, and ends where there is too much to see. */
public final class ShapeSearch {

    /** So much is told. */
    public static final int MAX_FOUND = 500;

    private static final Set<String> HIDDEN_HOMES = Set.of(".ollama", ".lmstudio", ".lm-studio");
    private static final List<Shape> WHOLE_FOLDERS =
            List.of(new HubCacheShape(), new OllamaShape(), new ModelFolderShape());
    private static final LooseFilesShape LOOSE_FILES = new LooseFilesShape();

    private final Path root;
    private final Predicate<Path> known;
    private final Predicate<Path> passedOver;
    private final BooleanSupplier stopped;
    private final int maxEntries;

    /**
     * @param root what must not be left
     * @param known whether somebody knows a file already, who is not to be told of it again
     * @param passedOver folders that are not looked into
     * @param stopped asked at each name
     */
    public ShapeSearch(Path root, Predicate<Path> known, Predicate<Path> passedOver, BooleanSupplier stopped) {
        this(root, known, passedOver, stopped, Look.MAX_ENTRIES);
    }

    ShapeSearch(Path root, Predicate<Path> known, Predicate<Path> passedOver, BooleanSupplier stopped, int maxEntries) {
        this.root = root;
        this.known = known;
        this.passedOver = passedOver;
        this.stopped = stopped;
        this.maxEntries = maxEntries;
    }

    /**
     * What there is.
     *
     * @param cut whether there may be more
     */
    public record Outcome(List<Found> found, boolean cut) {
        public Outcome {
            found = List.copyOf(found);
        }
    }

    /**
     * Looks below a folder, or at one file. Blocks.
     *
     * @param start the root or below it
     * @throws CancellationException when stopped
     */
    public Outcome run(Path start) {
        Look look = new Look(root, known, stopped, maxEntries);
        List<Found> found = new ArrayList<>();
        Path folder = start.getParent();
        boolean isFile = Look.attributes(start)
                .filter(attributes -> attributes.isRegularFile())
                .isPresent();
        if (isFile && folder != null) {
            Look.Inside all = look.into(folder);
            boolean isPart = all.files().containsKey(start);
            LOOSE_FILES
                    .in(look, isPart ? all : only(folder))
                    .ifPresent(sets -> sets.stream()
                            .filter(set -> set.files().stream()
                                    .anyMatch(
                                            file -> root.resolve(file.source()).equals(start)))
                            .forEach(found::add));
        } else {
            addBelow(look, start, 0, found);
        }
        boolean tooMany = found.size() > MAX_FOUND;
        return new Outcome(tooMany ? found.subList(0, MAX_FOUND) : found, tooMany || look.isCut());
    }

    private static Look.Inside only(Path folder) {
        return new Look.Inside(folder, Map.of(), List.of(), List.of());
    }

    private void addBelow(Look look, Path folder, int depth, List<Found> found) {
        if (found.size() > MAX_FOUND) {
            return;
        }
        Look.Inside inside = look.into(folder);
        for (Shape shape : WHOLE_FOLDERS) {
            Optional<List<Found>> models = shape.in(look, inside);
            if (models.isPresent()) {
                found.addAll(models.get());
                return;
            }
        }
        LOOSE_FILES.in(look, inside).ifPresent(found::addAll);
        for (Path next : inside.folders()) {
            if (passedOver.test(next) || Look.isHidden(next) && !HIDDEN_HOMES.contains(Look.name(next))) {
                continue;
            }
            if (depth >= Look.MAX_DEPTH) {
                look.cut();
            } else {
                addBelow(look, next, depth + 1, found);
            }
        }
    }
}
