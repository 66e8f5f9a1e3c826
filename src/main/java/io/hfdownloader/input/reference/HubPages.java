package io.hfdownloader.input.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoType;

/** Tells the Hub's pages that are no repository: some become a search, the others a sentence. */
final class HubPages {

    private static final Set<String> PAGES = Set.of(
            "about",
            "blog",
            "brand",
            "changelog",
            "chat",
            "code-of-conduct",
            "collections",
            "content-guidelines",
            "content-policy",
            "docs",
            "enterprise",
            "hub",
            "inference",
            "inference-endpoints",
            "jobs",
            "join",
            "kernels",
            "languages",
            "learn",
            "login",
            "logout",
            "metrics",
            "new",
            "new-dataset",
            "new-space",
            "notifications",
            "oauth",
            "organizations",
            "papers",
            "posts",
            "pricing",
            "privacy",
            "search",
            "settings",
            "storage",
            "support",
            "tasks",
            "terms-of-service",
            "welcome");

    private static final Set<String> OWNERS_PAGES = Set.of(
            "models", "datasets", "spaces", "collections", "papers", "activity", "followers", "following", "posts");

    /**
     * Models from before there were owners. No new ones are made, so that any other single name is an owner's page.
     */
    private static final Pattern LEGACY_MODEL =
            Pattern.compile("gpt2(?:-(?:medium|large|xl))?|distilgpt2|openai-gpt|ctrl"
                    + "|t5-(?:small|base|large|3b|11b)|transfo-xl-wt103"
                    + "|(?:distil)?bert-(?:base|large)-[a-z0-9-]{1,60}|(?:distil)?roberta-(?:base|large)[a-z0-9-]{0,40}"
                    + "|albert-(?:base|large|xlarge|xxlarge)-v[12]|camembert-base|xlnet-(?:base|large)-cased"
                    + "|xlm-(?:mlm|clm|roberta)-[a-z0-9-]{1,60}");

    private HubPages() {}

    /** What the page means; empty when it belongs to a repository. */
    static Optional<Reference> read(List<String> segments, Map<String, String> query) {
        if (segments.isEmpty()) {
            return Optional.of(searchOrRefuse(RepoType.MODEL, query, "the Hub's first page"));
        }
        String first = segments.get(0);
        Optional<RepoType> type = RepoShorthand.typeOfPlural(first);
        if (type.isPresent()) {
            return segments.size() > 1
                    ? Optional.empty()
                    : Optional.of(searchOrRefuse(type.get(), query, "the list of all " + first));
        }
        if (PAGES.contains(first)) {
            return Optional.of(searchOrRefuse(RepoType.MODEL, query, "a page of the Hub (" + first + ")"));
        }
        boolean ownersPage = segments.size() == 2 && OWNERS_PAGES.contains(segments.get(1));
        if (ownersPage || segments.size() == 1 && isOwner(first)) {
            RepoType listed =
                    ownersPage ? RepoShorthand.typeOfPlural(segments.get(1)).orElse(RepoType.MODEL) : RepoType.MODEL;
            return Optional.of(new SearchReference(
                    listed,
                    first,
                    List.of(Note.OWNER
                            .says("The address is the page of an owner, " + first
                                    + "; these are repositories with that name. For one of them write owner/name.")
                            .and("owner", first))));
        }
        return Optional.empty();
    }

    private static boolean isOwner(String name) {
        boolean marked = name.indexOf(':') >= 0 || name.indexOf('@') >= 0;
        return !marked && !LEGACY_MODEL.matcher(name).matches();
    }

    private static Reference searchOrRefuse(RepoType type, Map<String, String> query, String page) {
        for (String key : List.of("search", "q", "author")) {
            String words = query.getOrDefault(key, "");
            if (!words.isBlank()) {
                return new SearchReference(type, words, List.of());
            }
        }
        throw Unreadable.PAGE.because("This is the address of " + page + ", not of a repository."
                + " Open the repository's own page and paste its address, or write owner/name.");
    }
}
