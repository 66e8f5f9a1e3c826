package io.hfdownloader.standin.hub;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.repo.RepoKind;

/** {@code ?expand=a&expand=b}: exactly these fields, of those that the type of repo has; another one is refused. */
final class ExpandParameter {

    private static final Map<RepoKind, Set<String>> KNOWN = Map.of(
            RepoKind.MODEL,
            words("author baseModels cardData childrenModelCount config createdAt disabled downloads downloadsAllTime"
                    + " evalResults gated gguf inference inferenceProviderMapping lastModified library_name likes mask_token"
                    + " model-index pipeline_tag private resourceGroup safetensors sha siblings spaces tags"
                    + " transformersInfo trendingScore usedStorage widgetData xetEnabled"),
            RepoKind.DATASET,
            words(
                    "author cardData citation createdAt description disabled downloads downloadsAllTime gated lastModified"
                            + " likes mainSize paperswithcode_id private resourceGroup sha siblings tags trendingScore usedStorage"
                            + " xetEnabled"),
            RepoKind.SPACE,
            words("author cardData createdAt datasets disabled lastModified likes models private region resourceGroup"
                    + " runtime sdk sha siblings subdomain tags trendingScore usedStorage xetEnabled"));

    private ExpandParameter() {}

    static ObjectNode only(RepoKind kind, ObjectNode info, List<String> names) {
        check(kind, names);
        Set<String> kept = new HashSet<>(names);
        kept.add("_id");
        kept.add("id");
        return info.retain(kept);
    }

    /** Refuses what the type of repo has not, whether there is a repo or not. */
    static void check(RepoKind kind, List<String> names) {
        Set<String> known = KNOWN.getOrDefault(kind, Set.of());
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest("\"expand\" must be one of ["
                        + String.join(", ", known.stream().sorted().toList()) + "]"));
            }
        }
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }
}
