package io.hfdownloader.hub;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the Hub tells of a repo beyond what is needed to fetch it. Texts are on one line and not longer than such texts are,
 * numbers are possible; each is null when it was not told.
 *
 * @param gatedMode {@code auto} or {@code manual}: who grants access once the licence is accepted
 * @param libraryName the library it is made for
 * @param downloads downloads of the last 30 days
 * @param likes likes
 * @param baseModels ids of the models it was made from
 * @param parameters how many parameters the model has
 * @param contextLength tokens it was trained for
 * @param architecture name of the architecture
 */
public record RepoFacts(
        @Nullable String gatedMode,
        @Nullable String libraryName,
        @Nullable Long downloads,
        @Nullable Long likes,
        List<String> baseModels,
        @Nullable Long parameters,
        @Nullable Long contextLength,
        @Nullable String architecture) {

    public RepoFacts {
        baseModels = List.copyOf(baseModels);
    }
}
