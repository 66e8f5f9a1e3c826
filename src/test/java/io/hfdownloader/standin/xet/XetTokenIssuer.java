package io.hfdownloader.standin.xet;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.StandInRepo;
import org.jspecify.annotations.Nullable;

/** Tokens of the content-addressed storage: given out by the Hub, each good for one repo and a while. */
final class XetTokenIssuer {

    private static final String PREFIX = "xet_";
    private static final String BEARER = "Bearer ";

    private final XetClock clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Duration lifetime = XetStandIn.DEFAULT_TOKEN_LIFETIME;

    XetTokenIssuer(XetClock clock) {
        this.clock = clock;
    }

    /** What a token is good for. */
    record Grant(String repo, long expires) {}

    void setLifetime(Duration howLong) {
        lifetime = howLong;
    }

    void expireAll() {
        grants.clear();
    }

    int calls() {
        return calls.get();
    }

    void forgetCalls() {
        calls.set(0);
    }

    /** What the Hub answers to those who may have a token. */
    Response tokenResponse(StandInRepo repo, String casUrl) {
        calls.incrementAndGet();
        String token = PREFIX + UUID.randomUUID();
        long expires = clock.seconds() + lifetime.toSeconds();
        grants.put(token, new Grant(repo.id(), expires));
        return Response.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("casUrl", casUrl)
                                .put("exp", expires)
                                .put("accessToken", token))
                .with("X-Xet-Cas-Url", casUrl)
                .with("X-Xet-Access-Token", token)
                .with("X-Xet-Token-Expiration", String.valueOf(expires));
    }

    /** What the bearer may see, or null if the token is none of ours or too old. */
    @Nullable
    Grant grant(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        Grant grant = grants.get(authorization.substring(BEARER.length()));
        return grant == null || grant.expires() <= clock.seconds() ? null : grant;
    }

    /** Whether somebody brings a token of the Hub, which is not meant for the storage. */
    static boolean isForeign(@Nullable String authorization) {
        Caller caller = Caller.of(authorization);
        return caller == Caller.MEMBER || caller == Caller.STRANGER;
    }
}
