package io.hfdownloader.web.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.web.paging.ListOrder;
import org.jspecify.annotations.Nullable;

/** What the list of the library has: a model, or else a folder that was passed over. */
record LibraryEntry(@Nullable LibraryModel model, @Nullable SkippedFolder skipped) {

    /** Models before what is none, each by name. */
    static final ListOrder<LibraryEntry> ORDER =
            new ListOrder<>("library", entry -> entry.map(model -> "0" + model.name(), folder -> "1" + folder.name()));

    static List<LibraryEntry> all(List<LibraryModel> models, List<SkippedFolder> skipped) {
        List<LibraryEntry> all = new ArrayList<>(models.size() + skipped.size());
        models.forEach(model -> all.add(new LibraryEntry(model, null)));
        skipped.stream()
                .sorted(Comparator.comparing(SkippedFolder::name))
                .forEach(folder -> all.add(new LibraryEntry(null, folder)));
        return all;
    }

    <R> R map(Function<LibraryModel, R> ofModel, Function<SkippedFolder, R> ofSkipped) {
        if (model != null) {
            return ofModel.apply(model);
        }
        if (skipped != null) {
            return ofSkipped.apply(skipped);
        }
        throw new IllegalStateException("An entry of nothing");
    }
}
