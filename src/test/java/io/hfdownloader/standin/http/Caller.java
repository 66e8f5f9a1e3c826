package io.hfdownloader.standin.http;

import org.jspecify.annotations.Nullable;

/** Who asks, as told by the token. */
public enum Caller {
    ANONYMOUS,
    /** A token that may see and fetch everything. */
    MEMBER,
    /** A good token whose owner has accepted no licence and sees no private repo. */
    STRANGER,
    /** Wrong or expired. */
    BAD_TOKEN;

    public static final String MEMBER_TOKEN = "hf_standInMember";
    public static final String STRANGER_TOKEN = "hf_standInStranger";

    public static Caller of(@Nullable String authorization) {
        if (authorization == null) {
            return ANONYMOUS;
        }
        return switch (authorization) {
            case "Bearer " + MEMBER_TOKEN -> MEMBER;
            case "Bearer " + STRANGER_TOKEN -> STRANGER;
            default -> BAD_TOKEN;
        };
    }
}
