package io.hfdownloader.adopt;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.hfdownloader.adopt.shape.ShapeKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What was found, as the API and the pages show it.
 *
 * @param id its name in a choice
 * @param path where it is, as users call the place
 * @param shape in whose shape
 * @param name what it is called there
 * @param type kind of the repository; null for none
 * @param repo the repository that it is, or is called as; null for none
 * @param commit the commit whose files it has; null where none is proved
 * @param proof how sure that is
 * @param files how many files it has
 * @param bytes sum of their sizes
 * @param provedFiles how many of them are proved
 * @param provedBytes sum of their sizes
 * @param missingFiles how many files more a download of the same variants would bring
 * @param missingBytes sum of their sizes
 * @param complete whether it can be used without those
 * @param ways what can be done to it
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record FoundModel(
        String id,
        String path,
        ShapeKind shape,
        String name,
        @Nullable String type,
        @Nullable String repo,
        @Nullable String commit,
        Proof proof,
        int files,
        long bytes,
        int provedFiles,
        long provedBytes,
        int missingFiles,
        long missingBytes,
        boolean complete,
        List<How> ways) {

    public FoundModel {
        ways = ways == null ? List.of() : List.copyOf(ways);
    }
}
