package io.hfdownloader.standin.hub;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.standin.http.QueryParameters;
import io.hfdownloader.standin.repo.RepoKind;

/**
 * An address that names a repo and what is wanted of it.
 *
 * @param prefix what stands before the id
 * @param id as asked, which may be an earlier name or in another case
 * @param action {@code tree}, {@code resolve} and so on; {@code ""} for the repo itself
 * @param rest segments behind the action, still percent-encoded
 */
record RepoUrl(RepoKind kind, String prefix, String id, String action, List<String> rest) {

    private static final Set<String> API_ACTIONS =
            Set.of("revision", "tree", "paths-info", "refs", "commits", "auth-check", "xet-read-token", "treesize");
    private static final Set<String> FILE_ACTIONS = Set.of("resolve", "raw");

    /** {@code /api/models/ns/name/tree/main/folder}. */
    static Optional<RepoUrl> ofApi(String path) {
        List<String> segments = List.of(path.split("/", -1));
        if (segments.size() < 4 || !segments.get(1).equals("api")) {
            return Optional.empty();
        }
        return RepoKind.ofPlural(segments.get(2))
                .map(kind ->
                        of(kind, "/api/" + kind.plural() + "/", segments.subList(3, segments.size()), API_ACTIONS));
    }

    /** {@code /ns/name/resolve/main/file}, with {@code /datasets} or {@code /spaces} in front for those. */
    static Optional<RepoUrl> ofFile(String path) {
        List<String> segments = List.of(path.split("/", -1));
        Optional<RepoKind> named = segments.size() < 2 ? Optional.empty() : RepoKind.ofPlural(segments.get(1));
        RepoKind kind = named.orElse(RepoKind.MODEL);
        int idAt = kind == RepoKind.MODEL ? 1 : 2;
        return Optional.of(of(kind, "/" + kind.filePrefix(), segments.subList(idAt, segments.size()), FILE_ACTIONS))
                .filter(address -> FILE_ACTIONS.contains(address.action) && address.rest.size() >= 2);
    }

    private static RepoUrl of(RepoKind kind, String prefix, List<String> segments, Set<String> actions) {
        boolean alone = segments.size() == 1 || actions.contains(segments.get(1));
        int actionAt = alone ? 1 : 2;
        String id = String.join("/", segments.subList(0, actionAt));
        String action = segments.size() > actionAt ? segments.get(actionAt) : "";
        List<String> rest =
                segments.size() > actionAt + 1 ? segments.subList(actionAt + 1, segments.size()) : List.of();
        return new RepoUrl(kind, prefix, QueryParameters.decodePath(id), action, rest);
    }

    String revision() {
        return rest.isEmpty() ? "main" : QueryParameters.decodePath(rest.get(0));
    }

    /** The path behind the revision; {@code ""} when there is none. */
    String path() {
        return rest.size() < 2 ? "" : QueryParameters.decodePath(String.join("/", rest.subList(1, rest.size())));
    }

    /** The same address with the repo's present id. */
    String withId(String newId) {
        StringBuilder address = new StringBuilder(prefix).append(newId);
        if (!action.isEmpty()) {
            address.append('/').append(action);
        }
        rest.forEach(segment -> address.append('/').append(segment));
        return address.toString();
    }
}
