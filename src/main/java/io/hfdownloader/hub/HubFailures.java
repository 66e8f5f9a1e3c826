package io.hfdownloader.hub;

import java.util.Locale;

import io.hfdownloader.hub.HubErrors.RequestContext;
import io.hfdownloader.hub.HubException.Kind;
import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;

/** What to say where no Hub answers, or somebody with what is no answer of a Hub. Any thread. */
public final class HubFailures {

    private static final String CHECK_NETWORK = "Check this server's network and HF_ENDPOINT.";
    private static final String CHECK_PROXY =
            "Check that proxy, and HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY of this server.";

    private HubFailures() {}

    /** The Hub could not be reached or did not answer in time. */
    public static HubException unreachable(String endpoint, Throwable cause) {
        if (!(cause instanceof UnreachableException noConnection)) {
            return unreachable(Kind.UNAVAILABLE, endpoint, FailureReason.of(cause), CHECK_NETWORK, cause);
        }
        if (noConnection.isForbidden()) {
            return badRedirect(endpoint, noConnection.server(), noConnection.reason());
        }
        return unreachable(
                noConnection.isRefusal() ? Kind.PROXY_REFUSED : Kind.UNAVAILABLE,
                endpoint,
                endpoint.startsWith(noConnection.server().origin()) // else it has led to another server
                        ? noConnection.reason()
                        : String.valueOf(noConnection.getMessage()),
                noConnection.isOfProxy() ? CHECK_PROXY : CHECK_NETWORK,
                cause);
    }

    /** The Hub leads to where it may not. */
    static HubException badRedirect(HubEndpoint endpoint, WebAddress target, String reason) {
        return badRedirect(endpoint.displayed(), target, reason);
    }

    private static HubException badRedirect(String endpoint, WebAddress target, String reason) {
        return new HubException(
                Kind.BAD_REDIRECT,
                "The Hub at " + endpoint + " leads to " + UntrustedText.name(target.origin()) + ", which is not asked: "
                        + reason + ". Check HF_ENDPOINT.",
                Parameters.of("endpoint", endpoint)
                        .and("server", UntrustedText.name(target.origin()))
                        .and("reason", "redirect"));
    }

    private static HubException unreachable(Kind kind, String endpoint, String reason, String advice, Throwable cause) {
        return new HubException(
                kind,
                "The Hub at " + endpoint + " cannot be reached (" + reason + "). " + advice,
                null,
                null,
                cause,
                Parameters.of("endpoint", endpoint).and("reason", FailureReason.word(cause)));
    }

    /** Somebody answered, but not with what a Hub says. */
    public static HubException notAHub(HubEndpoint endpoint, String what) {
        return new HubException(
                Kind.NOT_A_HUB,
                "What answered at " + (endpoint.isMirror() ? "the mirror " : "") + endpoint.displayed()
                        + " is not a Hub: " + what
                        + (endpoint.isMirror() ? ". The mirror may be wrong, or a" : ". A")
                        + " captive portal or a proxy may be in between; check HF_ENDPOINT and the network.",
                Parameters.of("endpoint", endpoint.displayed()));
    }

    /** What answered lists a repo's files, but not all of them, or there is no knowing that they are all. */
    static HubException incomplete(RequestContext context, HubEndpoint endpoint, String what) {
        return new HubException(
                Kind.LISTING_INCOMPLETE,
                "The list of files of " + context.repo().id() + " is not whole: " + what
                        + ". Nothing was taken for complete and nothing removed. A proxy or a mirror between this server and"
                        + " the Hub may cut it, for example by taking away the Link header of " + endpoint.displayed()
                        + "; check HF_ENDPOINT and the proxy, then retry.",
                Parameters.of("repo", context.repo().id()).and("endpoint", endpoint.displayed()));
    }

    /** A list that does not end before the memory does. */
    static HubException tooManyFiles(RequestContext context, int room) {
        return new HubException(
                Kind.TOO_MANY_FILES,
                String.format(
                        Locale.ROOT,
                        "The list of files of %s does not fit into this server's memory, which has room for %,d at a time in"
                                + " all lists. Try again in a minute, or start the server with more memory (-Xmx).",
                        context.repo().id(),
                        room),
                Parameters.of("repo", context.repo().id()).and("room", room));
    }
}
