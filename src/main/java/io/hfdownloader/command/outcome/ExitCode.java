package io.hfdownloader.command.outcome;

import io.hfdownloader.problem.ProblemType;

/** What a command tells its caller by its status. */
public enum ExitCode {
    DONE(0, "done", "done", 200),
    FAILED(1, "failed", "failed", 500),
    WRONG_USE(2, "wrong use", ProblemType.BAD_REQUEST.slug(), 400),
    NOT_FOUND(3, "not found: repository, variant, model or download", ProblemType.NOT_FOUND.slug(), 404),
    REFUSED(4, "refused: the repository is gated, or the token is not accepted", "refused", 403),
    NO_ROOM(5, "no room on the disk", ProblemType.DISK_FULL.slug(), 507),
    UNREACHABLE(6, "the Hub or the service cannot be reached", "unreachable", 502),
    INTERRUPTED(130, "interrupted; what has arrived is kept", "interrupted", 499);

    private final int status;
    private final String meaning;
    private final String slug;
    private final int httpStatus;

    ExitCode(int status, String meaning, String slug, int httpStatus) {
        this.status = status;
        this.meaning = meaning;
        this.slug = slug;
        this.httpStatus = httpStatus;
    }

    /** The last part of a problem's type, where no service has told one. */
    String slug() {
        return slug;
    }

    /** What a service would answer. */
    int httpStatus() {
        return httpStatus;
    }

    /** The status of the process. */
    public int status() {
        return status;
    }

    /** What it means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The one for a kind of problem, by its name in the API; a name of a later version is a failure. */
    public static ExitCode of(String slug) {
        return ProblemType.of(slug).map(ExitCode::of).orElse(FAILED);
    }

    /** The one for a kind of problem. */
    public static ExitCode of(ProblemType problem) {
        return switch (problem) {
            case REPO_NOT_FOUND,
                    REVISION_NOT_FOUND,
                    FILE_NOT_FOUND,
                    MODEL_NOT_FOUND,
                    BIN_ENTRY_NOT_FOUND,
                    VARIANT_NOT_FOUND,
                    DOWNLOAD_NOT_FOUND,
                    VIEW_NOT_FOUND,
                    TASK_NOT_FOUND,
                    HOOK_NOT_FOUND -> NOT_FOUND;
            case REPO_GATED,
                    REPO_FORBIDDEN,
                    REPO_DISABLED,
                    TOKEN_INVALID,
                    TOKEN_UNKNOWN,
                    LOGIN_NEEDED,
                    SCOPE_MISSING,
                    CROSS_ORIGIN,
                    HOST_NOT_ALLOWED -> REFUSED;
            case DISK_FULL, FILE_TOO_LARGE -> NO_ROOM;
            case HUB_UNAVAILABLE, HUB_THROTTLED, PROXY_REFUSED, NOT_A_HUB, NETWORK -> UNREACHABLE;
            case VARIANT_AMBIGUOUS, BAD_REQUEST, MALFORMED_REQUEST, REPO_MISSING, NOT_JSON, BODY_TOO_LARGE -> WRONG_USE;
            case CONTENT_CHANGED,
                    HUB_REFUSED,
                    MIRROR_INCONSISTENT,
                    LISTING_INCOMPLETE,
                    SHAPE_NOT_KNOWN,
                    SOURCE_REFUSED,
                    BAD_CONTENT,
                    BAD_ANSWER,
                    DISK_ERROR,
                    DISK_AWAY,
                    PARTIAL_FILE_LOST,
                    UNSAFE_PATH,
                    INVALID_MODEL_PATH,
                    REPO_IN_USE,
                    NAME_TAKEN,
                    BIN_OUT_OF_REACH,
                    OTHER_REVISION,
                    DOWNLOAD_STATE,
                    VIEW_IN_USE,
                    VIEW_REFUSED,
                    ADOPT_REFUSED,
                    TASK_STATE,
                    TOO_MANY_TASKS,
                    HOOK_BUSY,
                    TOKEN_FIXED,
                    TOKEN_OVERTAKEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    TOO_MANY_FILES,
                    TOO_MANY_LISTENERS,
                    INTERNAL -> FAILED;
        };
    }
}
