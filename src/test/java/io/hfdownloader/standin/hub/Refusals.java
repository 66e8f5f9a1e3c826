package io.hfdownloader.standin.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInRepo;

/** The Hub's refusals word by word; JSON from the API, plain text where files are addressed. */
final class Refusals {

    static final Refusals AS_JSON = new Refusals(true);
    static final Refusals AS_TEXT = new Refusals(false);

    private final boolean json;

    private Refusals(boolean json) {
        this.json = json;
    }

    Answer badToken() {
        return unauthorized(refusal(401, "", "Invalid credentials in Authorization header"));
    }

    Answer unknownOrPrivate() {
        return unauthorized(refusal(401, "", "Invalid username or password."));
    }

    Answer repoNotFound() {
        return refusal(404, "RepoNotFound", "Repository not found");
    }

    Answer revisionNotFound(String revision) {
        return refusal(404, "RevisionNotFound", "Invalid rev id: " + revision);
    }

    Answer entryNotFound(Commit commit) {
        return refusal(404, "EntryNotFound", "Entry not found").with("X-Repo-Commit", commit.id());
    }

    Answer folderNotFound(String folder, String revision) {
        return refusal(404, "EntryNotFound", folder + " does not exist on \"" + revision + "\"");
    }

    Answer gatedForAnonymous(StandInRepo repo) {
        return unauthorized(refusal(
                401,
                "GatedRepo",
                "Access to model " + repo.id()
                        + " is restricted. You must have access to it and be authenticated to access it."
                        + " Please log in."));
    }

    Answer gatedForStranger(StandInRepo repo) {
        return refusal(
                403,
                "GatedRepo",
                "Access to model " + repo.id()
                        + " is restricted and you are not in the authorized list. Visit https://huggingface.co/"
                        + repo.address() + " to ask for access.");
    }

    Answer disabled() {
        return refusal(403, "", "Access to this resource is disabled.");
    }

    Answer badRequest(String message) {
        return refusal(400, "", message);
    }

    Answer noSuchPage() {
        return refusal(404, "", "Sorry, we can't find the page you are looking for.");
    }

    private static Answer unauthorized(Answer answer) {
        return answer.with("WWW-Authenticate", "Bearer realm=\"Authentication required\", charset=\"UTF-8\"");
    }

    private Answer refusal(int status, String code, String message) {
        Answer answer =
                json ? Answer.json(status, error(message)) : Answer.text(status, "text/plain; charset=utf-8", message);
        Answer withCode = code.isEmpty() ? answer : answer.with("X-Error-Code", code);
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
