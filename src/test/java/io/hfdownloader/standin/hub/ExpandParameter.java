package io.hfdownloader.standin.hub;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code ?expand=a&expand=b}: exactly these fields. */
final class ExpandParameter {

    private static final Set<String> KNOWN = Set.of(
            "author",
            "baseModels",
            "cardData",
            "config",
            "createdAt",
            "disabled",
            "downloads",
            "downloadsAllTime",
            "evalResults",
            "gated",
            "gguf",
            "inference",
            "inferenceProviderMapping",
            "lastModified",
            "library_name",
            "likes",
            "mask_token",
            "model-index",
            "pipeline_tag",
            "private",
            "resourceGroup",
            "safetensors",
            "sha",
            "siblings",
            "spaces",
            "tags",
            "transformersInfo",
            "trendingScore",
            "childrenModelCount",
            "usedStorage",
            "widgetData",
            "xetEnabled");

    private ExpandParameter() {}

    static ObjectNode only(ObjectNode info, List<String> names) {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest("\"expand\" must be one of ["
                        + String.join(", ", KNOWN.stream().sorted().toList()) + "]"));
            }
        }
        Set<String> kept = new HashSet<>(names);
        kept.add("_id");
        kept.add("id");
        return info.retain(kept);
    }
}
