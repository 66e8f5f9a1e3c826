package io.hfdownloader.variant;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.variant.name.WeightFileName;

/**
 * Finds weights that are there once more in the layout of their maker: other names of tensors, but as many numbers, or the same
 * size where no header tells them. The layout that libraries read is the one to keep.
 */
final class OtherLayouts<F> {

    /** Each is compared with each. */
    private static final int MAX_SETS = 64;

    /** Headers and padding; two models have the same size by chance far less often. */
    private static final double MAX_DIFFERENCE = 0.005;

    /** What people call the folder of a layout. Only where both could be that which libraries read. */
    private static final Pattern MAKERS_OWN = Pattern.compile(
            "(?<![a-z])(?:orig(?:inal)?|native|meta|metal|mlx|megatron|nemo|legacy|consolidated|raw|reference|upstream)(?![a-z])");

    private final ModelLayout layout;
    private final Set<WeightSet<F>> copies = new LinkedHashSet<>();

    /** @param sets of which one of each model is to come, in no pipeline's folders */
    OtherLayouts(Collection<WeightSet<F>> sets, ModelLayout layout) {
        this.layout = layout;
        List<WeightSet<F>> whole = sets.stream()
                .filter(set ->
                        isInTorch(set.name()) && set.isComplete() && !set.name().isAdapter())
                .limit(MAX_SETS)
                .toList();
        for (WeightSet<F> kept : whole) {
            for (WeightSet<F> set : whole) {
                if (!copies.contains(kept) && isInMakersLayout(set, kept) && hasSameWeights(set, kept)) {
                    copies.add(set);
                    setApart(set);
                    setApart(kept);
                }
            }
        }
    }

    Set<WeightSet<F>> copies() {
        return copies;
    }

    private void setApart(WeightSet<F> set) {
        if (!set.name().folder().isEmpty() && set.name().generic()) {
            layout.setApart(set, set.name().folder());
        }
    }

    private static boolean isInTorch(WeightFileName name) {
        return name.format().equals("safetensors") || name.format().equals("pytorch");
    }

    private boolean isInMakersLayout(WeightSet<F> set, WeightSet<F> kept) {
        if (set.equals(kept)
                || !kept.name().isOriginal()
                || !kept.name().format().equals("safetensors")) {
            return false;
        }
        if (set.name().isOriginal()) {
            boolean known = set.tensors() != null && kept.tensors() != null;
            return (known && layout.isConfigured(kept) && !layout.isConfigured(set))
                    || (isMakersOwn(set.name()) && !isMakersOwn(kept.name()));
        }
        return (set.tensors() != null && kept.tensors() != null)
                || layout.isConfigured(kept) && !layout.isConfigured(set)
                || isMakersOwn(set.name());
    }

    private static boolean isMakersOwn(WeightFileName name) {
        return MAKERS_OWN.matcher(name.place().toLowerCase(Locale.ROOT)).find();
    }

    private static boolean hasSameWeights(WeightSet<?> set, WeightSet<?> kept) {
        boolean elsewhere = !set.name().folder().equals(kept.name().folder());
        WeightFacts.Tensors one = set.tensors();
        WeightFacts.Tensors other = kept.tensors();
        if (one != null && other != null) {
            if (one.names() == other.names()) {
                return false; // another model in the same layout
            }
            boolean sameSides = isMakersOwn(set.name()) // an embedding is as large as the head
                    && one.header() != null
                    && other.header() != null
                    && one.header().sides() == other.header().sides();
            if (one.parameters() != null && other.parameters() != null) {
                return Objects.equals(one.parameters(), other.parameters()) && (elsewhere || sameSides);
            }
        }
        return elsewhere && isNear(set.sizeBytes(), kept.sizeBytes());
    }

    private static boolean isNear(long one, long other) {
        return Math.abs(one - other) <= other * MAX_DIFFERENCE;
    }
}
