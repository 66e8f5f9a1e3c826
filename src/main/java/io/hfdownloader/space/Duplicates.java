package io.hfdownloader.space;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import org.jspecify.annotations.Nullable;

/**
 * Variants of which each byte is here once more, in another model: by the SHA-256 that the Hub names them by. Of all copies one is
 * kept, in the largest model. For one thread; blocks where it looks whether two names are of one file.
 */
final class Duplicates {

    /** Of small files git's hash is known, which is a weaker one. */
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, Map<LibraryModel, Copy>> copies = new HashMap<>();
    private final Map<LibraryVariant, LibraryModel> found = new IdentityHashMap<>();
    private final Set<LibraryVariant> kept = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Copy(LibraryVariant variant, LibraryFile file) {}

    /**
     * @param models where copies count
     * @param removable those of them whose variants may go
     */
    Duplicates(List<LibraryModel> models, Set<LibraryModel> removable) {
        for (LibraryModel model : models) {
            for (LibraryVariant variant : model.variants()) {
                variant.files()
                        .forEach(file -> key(file)
                                .ifPresent(key -> copies.computeIfAbsent(key, hash -> new IdentityHashMap<>())
                                        .putIfAbsent(model, new Copy(variant, file))));
            }
        }
        models.stream()
                .filter(removable::contains)
                .sorted(Comparator.comparingLong(LibraryModel::sizeBytes).thenComparing(LibraryModel::name))
                .forEach(this::look);
    }

    private static Optional<String> key(LibraryFile file) {
        String etag = file.etag();
        return etag != null && SHA256.matcher(etag).matches() && !file.damaged() // or the only good copy would go
                ? Optional.of(etag + " " + file.sizeBytes())
                : Optional.empty();
    }

    private void look(LibraryModel model) {
        for (LibraryVariant variant : model.variants()) {
            if (!kept.contains(variant) && variant.complete()) {
                others(model, variant)
                        .filter(other -> holds(other, variant))
                        .findFirst()
                        .ifPresent(other -> {
                            found.put(variant, other);
                            variant.files().forEach(file -> keep(other, file));
                        });
            }
        }
    }

    /** Those with a copy of its first file, which are to be asked for the rest. */
    private Stream<LibraryModel> others(LibraryModel model, LibraryVariant variant) {
        return variant.files().stream()
                .limit(1)
                .flatMap(file -> key(file).stream())
                .flatMap(key -> copies.getOrDefault(key, Map.of()).keySet().stream())
                .filter(other -> other != model)
                .sorted(Comparator.comparing(LibraryModel::name));
    }

    private boolean holds(LibraryModel other, LibraryVariant variant) {
        return variant.files().stream().allMatch(file -> {
            Copy copy = copy(other, file);
            return copy != null && !found.containsKey(copy.variant()) && !isOneFile(file, copy.file());
        });
    }

    private @Nullable Copy copy(LibraryModel model, LibraryFile file) {
        return key(file)
                .map(key -> copies.getOrDefault(key, Map.of()).get(model))
                .orElse(null);
    }

    private void keep(LibraryModel other, LibraryFile file) {
        Copy copy = copy(other, file);
        if (copy != null) {
            kept.add(copy.variant());
        }
    }

    /** Two names of one file give nothing back. */
    private static boolean isOneFile(LibraryFile one, LibraryFile other) {
        try {
            return Files.isSameFile(one.absolutePath(), other.absolutePath());
        } catch (IOException gone) {
            return true;
        }
    }

    /** The model that has all of a variant once more; empty where none has, or where this is the copy that is kept. */
    Optional<LibraryModel> of(LibraryVariant variant) {
        return Optional.ofNullable(found.get(variant));
    }

    /** Whether it is the copy for others that may go. */
    boolean isKept(LibraryVariant variant) {
        return kept.contains(variant);
    }
}
