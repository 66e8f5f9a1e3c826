package io.hfdownloader.standin.http;

import io.hfdownloader.standin.HubStandIn;
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

    public static Caller of(@Nullable String authorization) {
        if (authorization == null) {
            return ANONYMOUS;
        }
        return switch (authorization) {
            case "Bearer " + HubStandIn.STAND_IN_TOKEN -> MEMBER;
            case "Bearer " + HubStandIn.TOKEN_WITHOUT_ACCESS -> STRANGER;
            default -> BAD_TOKEN;
        };
    }
}
