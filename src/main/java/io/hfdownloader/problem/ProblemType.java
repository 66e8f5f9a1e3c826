package io.hfdownloader.problem;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The kinds of problems there are (RFC 9457): the one place where a failure gets its name and its HTTP status. What pages
 * say of a kind stands among their texts, by its name.
 */
@RegisterForReflection
public enum ProblemType {

    // --- the Hub says no ---------------------------------------------------------------------------------------

    REPO_NOT_FOUND("repo-not-found", 404, "Repository not found"),
    REVISION_NOT_FOUND("revision-not-found", 404, "Revision not found"),
    FILE_NOT_FOUND("file-not-found", 404, "File not found"),
    REPO_GATED("repo-gated", 403, "Repository gated"),
    REPO_FORBIDDEN("repo-forbidden", 403, "Repository forbidden"),
    REPO_DISABLED("repo-disabled", 403, "Repository disabled"),
    TOKEN_INVALID("token-invalid", 401, "Token invalid"),
    CONTENT_CHANGED("content-changed", 409, "Content changed"),
    /**
     * The Hub understood and refused what our caller made us ask: a 4xx of the Hub is a valid answer, so this is no bad
     * gateway (RFC 9110, 15.6.3), and asking the same again would not help (15.5.1).
     */
    HUB_REFUSED("hub-refused", 400, "Refused by the Hub"),
    HUB_THROTTLED("hub-throttled", 503, "Throttled by the Hub"),
    HUB_UNAVAILABLE("hub-unavailable", 502, "Hub unavailable"),
    PROXY_REFUSED("proxy-refused", 502, "Refused by the proxy"),
    NOT_A_HUB("not-a-hub", 502, "Not a Hub"),
    MIRROR_INCONSISTENT("mirror-inconsistent", 502, "Inconsistent mirror"),
    /** Somebody on the way, or a mirror, gives a part of a list of files for the whole. */
    LISTING_INCOMPLETE("listing-incomplete", 502, "Incomplete list of files"),
    SHAPE_NOT_KNOWN("shape-not-known", 404, "Shape not known"),

    // --- the bytes do not come ---------------------------------------------------------------------------------

    NETWORK("network", 502, "Network failure"),
    SOURCE_REFUSED("source-refused", 502, "Refused by the source"),
    BAD_CONTENT("bad-content", 502, "Bad content"),
    BAD_ANSWER("bad-answer", 502, "Bad answer"),

    // --- the disk ----------------------------------------------------------------------------------------------

    DISK_FULL("disk-full", 507, "Disk full"),
    /** It cannot be written or read now; when that is mended, the same request will do. */
    DISK_ERROR("disk-error", 503, "Disk error"),
    /** The models directory, or the disk of a folder in it, is not where it was; it may come back by itself. */
    DISK_AWAY("disk-away", 503, "Disk away"),
    PARTIAL_FILE_LOST("partial-file-lost", 503, "Partial file lost"),
    /** The disk takes no file of this size; another choice of files may do. */
    FILE_TOO_LARGE("file-too-large", 422, "File too large for the disk"),
    UNSAFE_PATH("unsafe-path", 422, "Unsafe path"),

    // --- what is here ------------------------------------------------------------------------------------------

    MODEL_NOT_FOUND("model-not-found", 404, "Model not found"),
    INVALID_MODEL_PATH("invalid-model-path", 400, "Invalid model path"),
    REPO_IN_USE("repo-in-use", 409, "Repository in use"),
    BIN_ENTRY_NOT_FOUND("bin-entry-not-found", 404, "Not in the bin"),
    /** What would be restored has a successor of the same name. */
    NAME_TAKEN("name-taken", 409, "Name taken"),
    /** It lies on another disk than the bin: only deleting it for good is possible. */
    BIN_OUT_OF_REACH("bin-out-of-reach", 409, "On another disk than the bin"),
    OTHER_REVISION("other-revision", 409, "Another revision is in the folder"),
    VARIANT_NOT_FOUND("variant-not-found", 422, "Variant not found"),
    VARIANT_AMBIGUOUS("variant-ambiguous", 422, "Variant ambiguous"),
    DOWNLOAD_NOT_FOUND("download-not-found", 404, "Download not found"),
    DOWNLOAD_STATE("download-state", 409, "Not in this state of the download"),
    VIEW_NOT_FOUND("view-not-found", 404, "View not found"),
    /** It holds what another program has put or changed there, or is being written just now. */
    VIEW_IN_USE("view-in-use", 409, "View in use"),
    /** No view can be there, or not in this way. */
    VIEW_REFUSED("view-refused", 422, "View refused"),
    /** What was found on the disk cannot be taken into the library, or not in this way. */
    ADOPT_REFUSED("adopt-refused", 422, "Adoption refused"),
    TASK_NOT_FOUND("task-not-found", 404, "Task not found"),
    TASK_STATE("task-state", 409, "Not in this state of the task"),
    HOOK_NOT_FOUND("hook-not-found", 404, "Hook not found"),
    HOOK_BUSY("hook-busy", 409, "Hook being tried"),
    /** Whoever gives it means it for the Hub: an answer of 401 would ask for a login here. */
    TOKEN_UNKNOWN("token-unknown", 422, "Token not known to the Hub"),
    /** The configuration names one, which goes before any other. */
    TOKEN_FIXED("token-fixed", 409, "Token fixed by the configuration"),
    /** What was asked for after it was done before it. */
    TOKEN_OVERTAKEN("token-overtaken", 409, "Overtaken by a later request"),

    // --- the request -------------------------------------------------------------------------------------------

    BAD_REQUEST("bad-request", 400, "Bad request"),
    MALFORMED_REQUEST("malformed-request", 400, "Malformed request"),
    REPO_MISSING("repo-missing", 400, "No repository named"),
    /** Nobody has logged in with this request, or its token is none. */
    LOGIN_NEEDED("login-needed", 401, "Login needed"),
    /** The token allows less than that. */
    SCOPE_MISSING("scope-missing", 403, "Scope missing"),
    CROSS_ORIGIN("cross-origin", 403, "Cross-origin request"),
    HOST_NOT_ALLOWED("host-not-allowed", 403, "Host not allowed"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable"),
    BODY_TOO_LARGE("body-too-large", 413, "Body too large"),
    NOT_JSON("not-json", 415, "Not JSON"),
    /** Its listing does not fit into the memory, beside those of others or at all. */
    TOO_MANY_FILES("too-many-files", 503, "Too many files for the memory"),
    TOO_MANY_TASKS("too-many-tasks", 503, "Too many tasks"),
    TOO_MANY_LISTENERS("too-many-listeners", 503, "Too many listeners"),

    /** A fault of ours. */
    INTERNAL("internal", 500, "Internal error");

    private static final Map<String, ProblemType> BY_SLUG =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ProblemType::slug, Function.identity()));

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** Its stable name, in the API and in what is kept on the disk. */
    @JsonValue
    public String slug() {
        return slug;
    }

    /** HTTP status of an answer that tells it. */
    public int status() {
        return status;
    }

    /** What it is in a few English words. */
    public String title() {
        return title;
    }

    /** The one with this name. */
    public static Optional<ProblemType> of(String slug) {
        return Optional.ofNullable(BY_SLUG.get(slug));
    }

    /** As it is read from the disk, where another version of the program may have left a name that this one has not. */
    @JsonCreator
    static ProblemType kept(String slug) {
        return of(slug).orElse(INTERNAL);
    }
}
