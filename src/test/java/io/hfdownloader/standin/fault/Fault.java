package io.hfdownloader.standin.fault;

import java.time.Duration;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.ServerRole;
import org.jspecify.annotations.Nullable;

/**
 * One misbehaviour: what goes wrong, for which requests, and how often. Without {@link #once} or {@link #times} it
 * happens each time. A fault that could not have been seen (a drop behind the end of the answer) is not counted.
 *
 * @param path part of the address, quoted or not, or of {@code id/path} of the file; {@code ""} for all
 * @param on only on this listener, or null
 * @param method only for this method, or null
 * @param times how often it happens
 * @param amount bytes, milliseconds, seconds or a count, as the kind says
 * @param status for the kinds that refuse
 */
public record Fault(
        Kind kind,
        String path,
        @Nullable ServerRole on,
        @Nullable String method,
        int times,
        long amount,
        int status) {

    /** Where in an exchange a fault steps in. */
    public enum Phase {
        /** Before anything is looked at. */
        REQUEST,
        /** When the Hub has told what a repo is, or listed a page of its files. */
        LISTING,
        /** When the Hub or the CAS hands out a link to a CDN, be it by HEAD or GET. */
        LINK,
        /** When the CAS tells how to put a file together. */
        RECONSTRUCTION,
        /** When the bytes of a file are about to be sent. */
        BODY
    }

    /** What can go wrong. */
    public enum Kind {
        /** The request is answered with {@code status} and a few words of HTML. */
        STATUS(Phase.REQUEST),
        /** 429 with {@code Retry-After: amount} seconds. */
        RETRY_AFTER(Phase.REQUEST),
        /** 429 with a date in {@code Retry-After}, {@code amount} seconds behind that of the answer, which is a day behind ours. */
        RETRY_AFTER_DATE(Phase.REQUEST),
        /** 429 with {@code RateLimit: r=0} and {@code amount} seconds to the reset. */
        RATE_LIMIT(Phase.REQUEST),
        /** Nothing happens for {@code amount} milliseconds, then all goes on. */
        DELAY(Phase.REQUEST),
        /** 200 with a page to log in to some Wi-Fi. */
        CAPTIVE_PORTAL(Phase.REQUEST),
        /** The request is taken and never answered. */
        HANG(Phase.REQUEST),
        /** The connection is closed without an answer. */
        CLOSE(Phase.REQUEST),
        /** The answer's head comes one byte each {@code amount} milliseconds, for as long as anybody waits for it. */
        SLOW_HEAD(Phase.REQUEST),
        /** The request is answered with 403 in XML, as a CDN refuses; the link may be as fresh as can be. */
        ACCESS_DENIED(Phase.REQUEST),
        /** The request is refused with {@code status}, and words that repeat the token it came with. */
        ECHO_AUTHORIZATION(Phase.REQUEST),
        /** 302 to where no Hub may lead; {@code amount} says where, see {@link BadRedirects}. */
        BAD_REDIRECT(Phase.REQUEST),
        /** 302 to the same address at port {@code amount} of this machine, which is another host. */
        OTHER_PORT(Phase.REQUEST),
        /** Pages of a listing have {@code amount} entries. */
        SMALL_PAGES(Phase.LISTING),
        /** A proxy takes away the header that names the next page. */
        NO_NEXT_LINK(Phase.LISTING),
        /** The next page is named in a way that cannot be read; {@code amount} says in which, see {@code ListingFaults}. */
        BAD_NEXT_LINK(Phase.LISTING),
        /** Each page names the first one as the next. */
        SAME_PAGE(Phase.LISTING),
        /** Pages but the first are empty, and each names another one. */
        EMPTY_PAGES(Phase.LISTING),
        /** A page ends after {@code amount} entries and is said to be the last. */
        CUT_LISTING(Phase.LISTING),
        /** A limit that is asked for is not heard. */
        IGNORE_LIMIT(Phase.LISTING),
        /** What the Hub tells of a repo names no files. */
        NO_SIBLINGS(Phase.LISTING),
        /** What the Hub tells of a repo names its first {@code amount} files only, the first of them twice. */
        FEWER_SIBLINGS(Phase.LISTING),
        /** Links are good for {@code amount} seconds only; 0 makes them expired from the start. */
        LINK_EXPIRES(Phase.LINK),
        /** A link is refused once {@code amount} bytes have come through it; answers under way go on. */
        LINK_EXPIRES_AFTER_BYTES(Phase.LINK),
        /** The first term asks for chunks that no range to fetch holds. */
        TERM_OUTSIDE_RANGES(Phase.RECONSTRUCTION),
        /** The first term is {@code amount} bytes longer than its chunks; a negative amount may make that negative. */
        WRONG_LENGTH(Phase.RECONSTRUCTION),
        /** The first term names chunks and bytes by the billion. */
        HUGE_LENGTHS(Phase.RECONSTRUCTION),
        /** The first byte wanted is said to be {@code amount} bytes behind the true one. */
        WRONG_OFFSET(Phase.RECONSTRUCTION),
        /** The last {@code amount} terms are missing. */
        MISSING_TERMS(Phase.RECONSTRUCTION),
        /** There is nothing to fetch for the first term's xorb. */
        MISSING_URLS(Phase.RECONSTRUCTION),
        /** The connection is closed after {@code amount} bytes of the body. */
        DROP(Phase.BODY),
        /** The connection is reset after {@code amount} bytes of the body; of those, what was on its way is lost. */
        RESET(Phase.BODY),
        /** After {@code amount} bytes of the body no more come, and the connection stays. */
        STALL(Phase.BODY),
        /** The whole file by 200, whatever was asked. */
        IGNORE_RANGE(Phase.BODY),
        /** {@code Content-Range} names a place {@code amount} bytes behind the true one. */
        WRONG_CONTENT_RANGE(Phase.BODY),
        /** The answer is complete by its own headers, but {@code amount} bytes shorter than it should be. */
        SHORT_BODY(Phase.BODY),
        /** {@code amount} bytes too many, in chunks without a length. */
        LONG_BODY(Phase.BODY),
        /** The byte at offset {@code amount} of the file is wrong. */
        CORRUPT(Phase.BODY),
        /** The entity tag of the bytes is another from now on, so that {@code If-Range} with the old one fails. */
        OTHER_TAG(Phase.BODY),
        /** {@code Content-Encoding: gzip} whether asked for or not, whole and without a length. */
        GZIP(Phase.BODY),
        /** At most {@code amount} bytes per second on each connection, over all its requests. */
        RATE(Phase.BODY),
        /** The file is sent on at most {@code amount} connections at a time; further ones get {@code status}. */
        MAX_CONNECTIONS(Phase.BODY),
        /** A file above {@code amount} bytes is refused by 400 and HTML unless a range is asked for. */
        NO_PLAIN_GET_ABOVE(Phase.BODY);

        private final Phase phase;

        Kind(Phase phase) {
            this.phase = phase;
        }

        Phase phase() {
            return phase;
        }
    }

    private static final int EACH_TIME = Integer.MAX_VALUE;

    /** A fault of any kind, each time. */
    public static Fault of(Kind kind, String path, long amount) {
        return new Fault(kind, path, null, null, EACH_TIME, amount, kind == Kind.MAX_CONNECTIONS ? 429 : 503);
    }

    /** See {@link Kind#STATUS}. */
    public static Fault status(String path, int status) {
        return of(Kind.STATUS, path, 0).withStatus(status);
    }

    /** See {@link Kind#DROP}. */
    public static Fault dropAfter(String path, long bytes) {
        return of(Kind.DROP, path, bytes);
    }

    /** See {@link Kind#RESET}. */
    public static Fault resetAfter(String path, long bytes) {
        return of(Kind.RESET, path, bytes);
    }

    /** See {@link Kind#STALL}. */
    public static Fault stallAfter(String path, long bytes) {
        return of(Kind.STALL, path, bytes);
    }

    /** See {@link Kind#CORRUPT}. */
    public static Fault corruptAt(String path, long offset) {
        return of(Kind.CORRUPT, path, offset);
    }

    /** See {@link Kind#RATE}. */
    public static Fault bytesPerSecond(String path, long rate) {
        return of(Kind.RATE, path, rate);
    }

    /** See {@link Kind#DELAY}. */
    public static Fault delay(String path, Duration delay) {
        return of(Kind.DELAY, path, delay.toMillis());
    }

    /** See {@link Kind#LINK_EXPIRES}. */
    public static Fault linksExpireIn(String path, Duration life) {
        return of(Kind.LINK_EXPIRES, path, life.toSeconds());
    }

    /** The same fault, happening once only. */
    public Fault once() {
        return times(1);
    }

    /** The same fault, happening this many times only. */
    public Fault times(int count) {
        return new Fault(kind, path, on, method, count, amount, status);
    }

    /** The same fault, on one listener only. */
    public Fault on(ServerRole serverRole) {
        return new Fault(kind, path, serverRole, method, times, amount, status);
    }

    /** The same fault, for one method only. */
    public Fault forMethod(String name) {
        return new Fault(kind, path, on, name, times, amount, status);
    }

    /** The same fault with another status. */
    public Fault withStatus(int code) {
        return new Fault(kind, path, on, method, times, amount, code);
    }

    boolean matches(Phase phase, Exchange exchange) {
        return kind.phase() == phase
                && (on == null || on == exchange.listener())
                && (method == null || method.equals(exchange.method()))
                && (exchange.uri().contains(path)
                        || exchange.decodedPath().contains(path)
                        || exchange.file().contains(path));
    }
}
