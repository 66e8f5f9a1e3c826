package io.hfdownloader.web.api;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.web.paging.ListOrder;
import org.jspecify.annotations.Nullable;

/** What the list of the library has: a model, or else a folder that was passed over. */
record LibraryEntry(@Nullable LibraryModel model, @Nullable SkippedFolder skipped) {

    /** Models before what is none, each by name; what has one name is told apart by where it is. */
    static final ListOrder<LibraryEntry> ORDER = new ListOrder<>("library", LibraryEntry::place);

    static List<LibraryEntry> all(List<LibraryModel> models, List<SkippedFolder> skipped) {
        return Stream.concat(
                        models.stream().map(model -> new LibraryEntry(model, null)),
                        skipped.stream().map(folder -> new LibraryEntry(null, folder)))
                .sorted(Comparator.comparing(LibraryEntry::place))
                .toList();
    }

    private String place() {
        return map(
                model -> "0" + model.name() + "\0" + model.folder(),
                folder -> "1" + folder.name() + "\0" + folder.folder());
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
