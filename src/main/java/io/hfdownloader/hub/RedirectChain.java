package io.hfdownloader.hub;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.network.WebAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that were asked one after the other for one thing, because each redirected to the next. What a Hub names
 * on its own server stays below its path: behind a mirror that has one, it often does not know of it. Immutable.
 *
 * @param endpoint the Hub that is configured, the only one that gets the token
 * @param place where that Hub is found now: another one when all of it has moved
 * @param address the one to ask now
 * @param before those that redirected
 */
public record RedirectChain(HubEndpoint endpoint, HubEndpoint place, WebAddress address, List<WebAddress> before) {

    private static final int MAX_REDIRECTS = 20;

    public RedirectChain {
        before = List.copyOf(before);
    }

    /** One that begins with this address. */
    static RedirectChain of(HubEndpoint endpoint, WebAddress address) {
        return new RedirectChain(endpoint, endpoint, address, List.of());
    }

    /** True when the Hub itself is asked, so that what is answered can be believed to be its word. */
    public boolean isOnHub() {
        return place.contains(address);
    }

    /** The server to which the Hub as a whole has moved, if it is asked now: it does not get the token. */
    public Optional<WebAddress> movedTo() {
        return isOnHub() && !endpoint.contains(address) ? Optional.of(address) : Optional.empty();
    }

    /**
     * The chain with where this redirect leads.
     *
     * @param location as the answer has it; null when it has none
     * @throws HubException when it leads nowhere, or in a circle, or too far
     */
    public RedirectChain follow(@Nullable String location) {
        WebAddress named = Optional.ofNullable(location)
                .flatMap(address::resolve)
                .orElseThrow(() -> nowhere("it redirects to nowhere"));
        WebAddress next = onHub(named, WebAddress.namesServer(String.valueOf(location)));
        if (!endpoint.mayLeadTo(next)) {
            throw HubFailures.badRedirect(endpoint, next, "that is without TLS, which the Hub is asked with");
        }
        boolean onceMore = !named.equals(next) && next.equals(address) && !before.contains(next);
        if (wasAsked(next) && !onceMore) { // who forgets the path of a mirror may mean the very address
            throw nowhere("it redirects in a circle");
        }
        if (before.size() >= MAX_REDIRECTS) {
            throw nowhere("it redirects without end");
        }
        return new RedirectChain(
                endpoint,
                placeAfter(next),
                next,
                Stream.concat(before.stream(), Stream.of(address)).toList());
    }

    private HubException nowhere(String what) {
        return HubFailures.notAHub(endpoint, what);
    }

    private boolean wasAsked(WebAddress next) {
        return next.equals(address) || before.contains(next);
    }

    /**
     * The address below the Hub's path that is meant by this one; the same where it is what it says.
     *
     * @param named whether the answer named the server, and not only a path on it
     */
    private WebAddress onHub(WebAddress target, boolean named) {
        if (!isOnHub() || place.contains(target) || movesAll(target)) {
            return target;
        }
        boolean meant = target.sameOrigin(place.server())
                ? !named || isOfAHub(target.path())
                : place.isMirror() && HubEndpoint.isOriginal(target);
        return meant ? place.at(target.target()) : target;
    }

    /** Other paths of a server may be anything, such as the place of signed files. */
    private static boolean isOfAHub(String path) {
        return path.startsWith("/api/") || path.contains("/resolve/");
    }

    /**
     * True when this is what was asked for, in another place. The same path outside of this one is no other place but one
     * whose path was forgotten; the original Hub is one where that was asked in vain.
     */
    private boolean movesAll(WebAddress target) {
        if (!endsAsAsked(target)) {
            return false;
        }
        if (target.sameOrigin(place.server())) {
            return !target.path().equals(asked());
        }
        boolean mayBeThisPlace = place.isMirror() && HubEndpoint.isOriginal(target);
        return !mayBeThisPlace || wasAsked(place.at(target.target()));
    }

    private HubEndpoint placeAfter(WebAddress next) {
        return isOnHub() && !place.contains(next) && endsAsAsked(next)
                ? new HubEndpoint(
                        next.withTarget("/"),
                        next.path().substring(0, next.path().length() - asked().length()))
                : place;
    }

    private boolean endsAsAsked(WebAddress target) {
        return asked().length() > 1 && target.path().endsWith(asked());
    }

    /** What was asked for, without the place of the Hub. */
    private String asked() {
        return address.path().substring(place.prefix().length());
    }
}
