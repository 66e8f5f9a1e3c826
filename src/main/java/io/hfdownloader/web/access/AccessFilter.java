package io.hfdownloader.web.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.access.Access;
import io.hfdownloader.access.AccessToken;
import io.hfdownloader.access.AccessTokens;
import io.hfdownloader.access.Scope;
import io.hfdownloader.access.TrustedProxies;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.BasePath;
import io.hfdownloader.web.http.ErrorResponse;
import io.hfdownloader.web.http.RequestFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Where a login is needed, lets through what has come with one, and a short list of addresses that are for everybody; nothing else, whatever it is
 * and wherever it leads. On the event loop, as everything is known from memory.
 */
@ApplicationScoped
class AccessFilter {

    private static final Set<HttpMethod> LOOKS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> OPEN_FORMS = Set.of("/login", "/logout");
    /** Letter by letter: what could be read in another way is not among them. */
    private static final Pattern OPEN = Pattern.compile(
            "/login|/q/health(?:/(?:live|ready|started|well))?"
                    + "|/static/(?:icon\\.svg|(?:frame|login)\\.css|(?:bundle|shared)/[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*\\.(?:css|js))");

    private static final String METRICS = "/q/metrics";
    private static final String ACCESS_PAGE = "/access";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final long LOOK_AGAIN_MILLIS = 5_000;
    private static final String BEARER = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"hf-downloader\"";

    private static final String ASK = "This server asks for a login. Log in with a browser, or send an access token"
            + " in the header Authorization; commands take one from HF_DOWNLOADER_API_TOKEN.";
    private static final String UNKNOWN =
            "There is no such access token, or it was revoked. Make another one on the page"
                    + " Access, or with: hf-downloader token NAME";

    private final Access access;
    private final BasePath basePath;

    AccessFilter(Access access, BasePath basePath) {
        this.access = access;
        this.basePath = basePath;
    }

    void register(@Observes Filters filters) {
        if (access.isOn()) {
            filters.register(this::check, RequestFilter.NEXT_PRIORITY);
        }
    }

    void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> secret = token(request);
        if (isOpen(request.method(), request.path()) || isNamedByProxy(request)) {
            context.next();
        } else if (secret.isPresent()) {
            checkToken(context, secret.get());
        } else {
            Optional<String> session = SessionCookie.values(request).stream()
                    .filter(value -> access.sessions().user(value).isPresent())
                    .findFirst();
            session.ifPresentOrElse(
                    value -> pass(context, () -> access.sessions().user(value).isPresent()),
                    () -> refuse(context, ASK));
        }
    }

    private boolean isOpen(HttpMethod method, String path) {
        if (path == null) {
            return false;
        }
        return LOOKS.contains(method)
                ? OPEN.matcher(path).matches() || access.hasOpenMetrics() && path.equals(METRICS)
                : method == HttpMethod.POST && OPEN_FORMS.contains(path);
    }

    /** From any other address the header is not even looked at. */
    private boolean isNamedByProxy(HttpServerRequest request) {
        TrustedProxies proxies = access.proxies();
        Optional<String> header = proxies.header();
        return header.isPresent()
                && proxies.include(SessionCookie.peer(request))
                && TrustedProxies.user(request.headers().getAll(header.get())).isPresent();
    }

    /** What looks otherwise is for a proxy in front, which may pass it on. */
    private static Optional<String> token(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip())
                .filter(secret -> secret.startsWith(AccessToken.PREFIX));
    }

    private void checkToken(RoutingContext context, String secret) {
        AccessTokens tokens = access.tokens();
        if (!AccessTokens.isForm(secret)) {
            refuse(context, UNKNOWN);
        } else if (tokens.isFresh()) {
            decide(context, secret);
        } else {
            Context eventLoop = context.vertx().getOrCreateContext();
            Cancellable unused = tokens.refreshed()
                    .subscribe()
                    .with(done -> eventLoop.runOnContext(now -> {
                        if (!context.response().closed()) { // its caller has gone meanwhile
                            decide(context, secret);
                        }
                    }));
        }
    }

    private void decide(RoutingContext context, String secret) {
        Optional<AccessToken> token = access.tokens().find(secret);
        if (token.isEmpty()) {
            refuse(context, UNKNOWN);
            return;
        }
        HttpServerRequest request = context.request();
        Scope needed = RouteScopes.needed(request.method().name(), String.valueOf(request.path()));
        if (!token.get().scope().includes(needed)) {
            refuse(
                    context,
                    ProblemType.SCOPE_MISSING,
                    "This access token allows \"" + token.get().scope().word() + "\", and this needs \"" + needed.word()
                            + "\". Use a token that allows it.",
                    CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed.word() + "\"");
            return;
        }
        access.tokens().used(token.get());
        pass(context, () -> {
            if (!access.tokens().isFresh()) {
                Cancellable unused = access.tokens().refreshed().subscribe().with(done -> {}); // for the next look
            }
            return access.tokens().find(secret).isPresent();
        });
    }

    /** What a login lets see is not there for the next one at the same browser, who goes back. */
    private static void pass(RoutingContext context, BooleanSupplier isStillValid) {
        if (isPage(context.request()) || ACCESS_PAGE.equals(context.request().path())) {
            context.response().putHeader("Cache-Control", "no-store");
        }
        int unused = context.addHeadersEndHandler(headers -> {
            String type = context.response().headers().get("Content-Type");
            if (type != null && type.startsWith(EVENT_STREAM)) { // under whichever spelling of its address
                watch(context, isStillValid);
            }
        });
        context.next();
    }

    /**
     * Events go on for as long as somebody listens: they end with the session or the token that they began with. Who left is looked
     * for, as the framework keeps the end of a connection to itself.
     */
    private static void watch(RoutingContext context, BooleanSupplier isStillValid) {
        context.vertx().setPeriodic(LOOK_AGAIN_MILLIS, timer -> {
            if (context.response().closed() || context.response().ended()) {
                boolean cancelled = context.vertx().cancelTimer(timer);
            } else if (!isStillValid.getAsBoolean()) {
                end(context.request());
            }
        });
    }

    private static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            boolean unused = request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private void refuse(RoutingContext context, String detail) {
        HttpServerRequest request = context.request();
        if (isPage(request)) {
            context.response()
                    .setStatusCode(302)
                    .putHeader(
                            "Location",
                            basePath.externalPath(context) + ReturnPath.loginFrom(request.path(), request.query()))
                    .putHeader("Cache-Control", "no-store")
                    .end();
        } else {
            refuse(context, ProblemType.LOGIN_NEEDED, detail, CHALLENGE);
        }
    }

    private static void refuse(RoutingContext context, ProblemType problem, String detail, String challenge) {
        HttpServerRequest request = context.request();
        ErrorResponse response = ErrorResponse.of(request.path(), problem, detail, null);
        context.response()
                .setStatusCode(response.status())
                .putHeader("Content-Type", response.mediaType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("WWW-Authenticate", challenge);
        if (!LOOKS.contains(request.method()) && request.version() != HttpVersion.HTTP_2) {
            context.response().putHeader("Connection", "close"); // its body is not waited for
        }
        context.response().end(response.json());
    }

    /** Whether a person looks at the answer: browsers name HTML then, scripts and their {@code fetch} do not. */
    private static boolean isPage(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        List<String> accepted = request.headers().getAll("Accept");
        return LOOKS.contains(request.method())
                && !path.startsWith("/api/")
                && accepted.stream()
                        .anyMatch(types -> types.toLowerCase(Locale.ROOT).contains("text/html"));
    }
}
