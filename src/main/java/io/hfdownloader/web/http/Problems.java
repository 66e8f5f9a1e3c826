package io.hfdownloader.web.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Set;

import io.hfdownloader.problem.ProblemType;

/**
 * The kinds of problems with which an operation can end, beside those that any request can meet: the API's description lists
 * them. What stands at a class holds for all of its operations.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Problems {

    /** Kinds of its own. */
    ProblemType[] value() default {};

    /** Whom it asks; all that they refuse becomes its answer. */
    Source[] from() default {};

    /** Where problems come from. */
    enum Source {
        /** The Hub, and the network on the way to it. */
        HUB(
                ProblemType.TOKEN_INVALID,
                ProblemType.REPO_NOT_FOUND,
                ProblemType.REVISION_NOT_FOUND,
                ProblemType.FILE_NOT_FOUND,
                ProblemType.REPO_GATED,
                ProblemType.REPO_FORBIDDEN,
                ProblemType.REPO_DISABLED,
                ProblemType.HUB_REFUSED,
                ProblemType.HUB_THROTTLED,
                ProblemType.HUB_UNAVAILABLE,
                ProblemType.PROXY_REFUSED,
                ProblemType.NOT_A_HUB,
                ProblemType.MIRROR_INCONSISTENT,
                ProblemType.LISTING_INCOMPLETE,
                ProblemType.BAD_ANSWER,
                ProblemType.CONTENT_CHANGED,
                ProblemType.TOO_MANY_FILES),
        /** The disk of the models directory. */
        DISK(ProblemType.DISK_AWAY, ProblemType.DISK_ERROR, ProblemType.DISK_FULL),
        /** The choice of what is to be downloaded, and the folder that it goes to. */
        PLAN(
                ProblemType.VARIANT_NOT_FOUND,
                ProblemType.VARIANT_AMBIGUOUS,
                ProblemType.FILE_TOO_LARGE,
                ProblemType.UNSAFE_PATH,
                ProblemType.OTHER_REVISION,
                ProblemType.REPO_IN_USE),
        /** Who wants something deleted that is not there, is no model's, or is at work. */
        DELETION(
                ProblemType.MODEL_NOT_FOUND,
                ProblemType.INVALID_MODEL_PATH,
                ProblemType.REPO_IN_USE,
                ProblemType.UNSAFE_PATH);

        private final Set<ProblemType> kinds;

        Source(ProblemType first, ProblemType... others) {
            this.kinds = Set.copyOf(EnumSet.of(first, others));
        }

        /** What it may refuse. */
        public Set<ProblemType> kinds() {
            return kinds;
        }
    }
}
