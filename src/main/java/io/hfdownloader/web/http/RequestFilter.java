package io.hfdownloader.web.http;

import java.util.Locale;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.access.Access;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.web.connection.RequestPacing;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What every request passes first, on the event loop: the prefix is taken off, headers that keep browsers safe are put
 * on, those for a name that is not ours and those with a token in their address are refused, and those that change something are refused when they come from another site or are not JSON.
 */
@ApplicationScoped
public class RequestFilter {

    private static final int PRIORITY = 1_000;
    /** Of what comes next: whoever may not be here has learned nothing so far. */
    public static final int NEXT_PRIORITY = PRIORITY - 2;

    static final long MAX_BODY_BYTES = 1 << 20;
    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** Nothing but what our own pages need, and the images inside the style sheet of the API's description. */
    public static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'";

    /** Of Quarkus, while the program is changed; they are not in what is built. */
    private static final String DEV_PAGES = "/q/dev";

    private static final String LOGOUT = "/logout";

    /** Addresses that take what a form of a page sends, where there is a login. */
    private static final Set<String> FORMS = Set.of("/login", LOGOUT, "/access");

    /** They are read before anybody has logged in. */
    private static final int MAX_FORM_BYTES = 8 * 1024;

    private final BasePath basePath;
    private final AllowedHosts hosts;
    private final RequestBodies bodies;
    private final RequestPacing pacing;
    private final Access access;

    RequestFilter(BasePath basePath, AllowedHosts hosts, RequestBodies bodies, RequestPacing pacing, Access access) {
        this.access = access;
        this.basePath = basePath;
        this.hosts = hosts;
        this.bodies = bodies;
        this.pacing = pacing;
    }

    /** Before that of Quarkus, which shows where in the program it happened. */
    void registerMalformed(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::refuseMalformed);
    }

    void register(@Observes Filters filters) {
        filters.register(request -> pacing.pass(request, maxBodyBytes(request.request())), PRIORITY + 1);
        filters.register(basePath::strip, PRIORITY);
        filters.register(this::filter, PRIORITY - 1);
    }

    /** Nothing of ours has seen a request whose Host header is none: not even its prefix is off. */
    private void refuseMalformed(RoutingContext context) {
        if (context.statusCode() == 400
                && context.request().authority() == null
                && !context.response().headWritten()) {
            putSafetyHeaders(context);
            reject(
                    context,
                    ProblemType.BAD_REQUEST,
                    "The Host header of this request is missing or no host. Send the name or the address of this server"
                            + " in it, and the port behind a colon.");
        } else {
            context.next();
        }
    }

    private void filter(RoutingContext context) {
        HttpServerRequest request = context.request();
        putSafetyHeaders(context);
        if (!hosts.allows(hostOf(request))) {
            reject(
                    context,
                    ProblemType.HOST_NOT_ALLOWED,
                    "This server is not to be called by the name \"" + UntrustedText.message(hostOf(request))
                            + "\". Add it to hf-downloader.allowed-hosts (HF_DOWNLOADER_ALLOWED_HOSTS) if it is yours, or call the server by its address.");
        } else if (SecretMasker.isSecretIn(String.valueOf(request.uri()))) {
            reject(context, ApiException.secret());
        } else if (SAFE_METHODS.contains(request.method())) {
            context.next();
        } else if (isCrossOrigin(request)) {
            reject(context, ProblemType.CROSS_ORIGIN, "This request comes from another web site and was refused.");
        } else if (length(request) > MAX_BODY_BYTES) {
            reject(context, ApiException.tooLarge());
        } else if (isForm(request)) {
            if (request.getHeader("Origin") == null && request.getHeader("Sec-Fetch-Site") == null) {
                reject(
                        context,
                        ProblemType.CROSS_ORIGIN,
                        "A form is sent by a browser, which says where it comes from; this request does not say it.");
            } else if (length(request) > MAX_FORM_BYTES || hasUntoldLength(request)) {
                reject(
                        context,
                        ProblemType.BODY_TOO_LARGE,
                        "A form of this server has at most 8 KiB, and tells its length.");
            } else {
                pass(context);
            }
        } else if (hasBody(request) && !isJson(request)) {
            reject(
                    context,
                    ProblemType.NOT_JSON,
                    "Send the request's body as JSON, with Content-Type: application/json.");
        } else {
            pass(context);
        }
    }

    private void pass(RoutingContext context) {
        if (hasBody(context.request())) {
            ArrivingBody.watch(context, bodies, maxBodyBytes(context.request()));
        }
        context.next();
    }

    /** Those of the login work without a script, which alone could send JSON. */
    private boolean isForm(HttpServerRequest request) {
        return access.isOn()
                && request.method() == HttpMethod.POST
                && FORMS.contains(String.valueOf(request.path()))
                && (!hasBody(request) || mediaType(request).equals("application/x-www-form-urlencoded"));
    }

    /** Browsers tell it; the button that ends a session sends nothing that could have one. */
    private static boolean hasUntoldLength(HttpServerRequest request) {
        return hasBody(request) && request.getHeader("Content-Length") == null && !LOGOUT.equals(request.path());
    }

    private static void putSafetyHeaders(RoutingContext context) {
        String path = context.request().path() == null ? "" : context.request().path();
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "same-origin");
        if (!path.startsWith(DEV_PAGES)) {
            context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        }
        if (path.startsWith(
                "/api/")) { // what is asked for now is not what was said before, also behind a proxy that keeps things
            context.response().putHeader("Cache-Control", "no-store");
        }
    }

    /** Browsers say where a request comes from, and pages cannot make them lie; scripts say nothing. */
    private static boolean isCrossOrigin(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null || "same-origin".equals(site)) {
            return false;
        }
        int schemeEnd = origin.indexOf("://");
        String authority = schemeEnd < 0 ? "" : origin.substring(schemeEnd + 3);
        return authority.isEmpty()
                || !authority.equalsIgnoreCase(hostOf(request))
                        && !authority.equalsIgnoreCase(request.getHeader("X-Forwarded-Host"));
    }

    /** HTTP/2 has it in a pseudo-header instead (RFC 9113 section 8.3.1); some clients change to it by themselves. */
    private static String hostOf(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host != null) {
            return host;
        }
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    /** A body need not tell its length over HTTP/2: where it tells its type there may be one. */
    private static boolean hasBody(HttpServerRequest request) {
        return length(request) > 0
                || request.getHeader("Transfer-Encoding") != null
                || isHttp2(request) && request.getHeader("Content-Type") != null;
    }

    private static long maxBodyBytes(HttpServerRequest request) {
        if (!hasBody(request)) {
            return 0;
        }
        return length(request) > 0 ? length(request) : MAX_BODY_BYTES;
    }

    private static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private static long length(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header != null && header.matches("\\d{1,18}") ? Long.parseLong(header) : 0;
    }

    private static boolean isJson(HttpServerRequest request) {
        String media = mediaType(request);
        return media.equals("application/json") || media.endsWith("+json");
    }

    private static String mediaType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type == null
                ? ""
                : type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    }

    private static void reject(RoutingContext context, ProblemType problem, String detail) {
        reject(context, new ApiException(problem, detail));
    }

    private static void reject(RoutingContext context, ApiException refusal) {
        ErrorResponse response = ErrorResponse.of(context.request().path(), refusal);
        context.response().setStatusCode(response.status()).putHeader("Content-Type", response.mediaType());
        if (!isHttp2(context.request())) { // which knows no such header
            context.response().putHeader("Connection", "close");
        }
        context.response().end(response.json());
    }
}
