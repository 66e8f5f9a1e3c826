package io.hfdownloader.standin.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInRepo;

/** The Hub's refusals word by word; JSON from the API, plain text where files are addressed. */
final class HubErrorResponses {

    static final HubErrorResponses AS_JSON = new HubErrorResponses(true);
    static final HubErrorResponses AS_TEXT = new HubErrorResponses(false);

    private final boolean json;

    private HubErrorResponses(boolean json) {
        this.json = json;
    }

    Response badToken() {
        return unauthorized(refusal(401, "", "Invalid credentials in Authorization header"));
    }

    Response unknownOrPrivate() {
        return unauthorized(refusal(401, "", "Invalid username or password."));
    }

    Response repoNotFound() {
        return refusal(404, "RepoNotFound", "Repository not found");
    }

    Response revisionNotFound(String revision) {
        return refusal(404, "RevisionNotFound", "Invalid rev id: " + revision);
    }

    Response entryNotFound(Commit commit) {
        return refusal(404, "EntryNotFound", "Entry not found").with("X-Repo-Commit", commit.id());
    }

    Response folderNotFound(String folder, String revision) {
        return refusal(404, "EntryNotFound", folder + " does not exist on \"" + revision + "\"");
    }

    Response gatedForAnonymous(StandInRepo repo) {
        return unauthorized(refusal(
                401,
                "GatedRepo",
                "Access to model " + repo.id()
                        + " is restricted. You must have access to it and be authenticated to access it."
                        + " Please log in."));
    }

    Response gatedForStranger(StandInRepo repo) {
        return refusal(
                403,
                "GatedRepo",
                "Access to model " + repo.id()
                        + " is restricted and you are not in the authorized list. Visit https://huggingface.co/"
                        + repo.address() + " to ask for access.");
    }

    Response disabled() {
        return refusal(403, "", "Access to this resource is disabled.");
    }

    Response badRequest(String message) {
        return refusal(400, "", message);
    }

    Response noSuchPage() {
        return refusal(404, "", "Sorry, we can't find the page you are looking for.");
    }

    private static Response unauthorized(Response response) {
        return response.with("WWW-Authenticate", "Bearer realm=\"Authentication required\", charset=\"UTF-8\"");
    }

    private Response refusal(int status, String code, String message) {
        Response response = json
                ? Response.json(status, error(message))
                : Response.text(status, "text/plain; charset=utf-8", message);
        Response withCode = code.isEmpty() ? response : response.with("X-Error-Code", code);
        return withCode.with("X-Error-Message", printable(message));
    }

    /** A header cannot carry what a hostile path or revision may contain. */
    private static String printable(String message) {
        return message.replaceAll("[^\\x20-\\x7E]", "?");
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }
}
