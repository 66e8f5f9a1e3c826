package io.hfdownloader.web.access;

import java.util.Map;
import java.util.Objects;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.hfdownloader.access.Access;
import io.hfdownloader.access.LoginResult;
import io.hfdownloader.web.http.BasePath;
import io.hfdownloader.web.page.Preferences;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The page where a reader logs in, and the way out. Both work without a script. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class LoginPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance login(String next, String name, @Nullable String trouble, boolean hasPasswords);
    }

    private static final int MAX_NAME_CHARS = 200;

    private final Access access;
    private final BasePath basePath;

    LoginPage(Access access, BasePath basePath) {
        this.access = access;
        this.basePath = basePath;
    }

    /** The form. */
    @GET
    @Path("login")
    public TemplateInstance page(@RestQuery @Nullable String next, @Context HttpHeaders headers) {
        checkOn();
        return page(next, "", null, Preferences.of(headers));
    }

    /** What the form sends. A wrong password and a user that is none have the same answer. */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> login(@Nullable String body, @Context HttpHeaders headers, @Context RoutingContext request) {
        checkOn();
        SentForm form = SentForm.read(body);
        String next = form.get("next");
        String user = Objects.requireNonNullElse(form.get("name"), "").strip();
        Preferences reader = Preferences.of(headers);
        return access.check(client(request.request()), user, Objects.requireNonNullElse(form.get("password"), ""))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(result -> result.accepted() ? begin(user, next, request) : refused(result, next, user, reader));
    }

    /** Ends the session of this browser. */
    @POST
    @Path("logout")
    public Uni<Response> logout(@Context RoutingContext request) {
        checkOn();
        return Uni.createFrom()
                .item(request)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::end);
    }

    /** Where nobody logs in there is no such page. */
    private void checkOn() {
        if (!access.isOn()) {
            throw new NotFoundException();
        }
    }

    private String client(HttpServerRequest request) {
        return access.proxies()
                .client(SessionCookie.peer(request), request.headers().getAll("X-Forwarded-For"));
    }

    /** Blocks. Always a new session: one that somebody has put into the browser before is not taken up. */
    private Response begin(String user, @Nullable String next, RoutingContext request) {
        SessionCookie.values(request.request()).forEach(access.sessions()::end);
        String secret = access.begin(user);
        String prefix = basePath.externalPath(request);
        return seeOther(prefix + ReturnPath.of(next))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.set(secret, prefix, isSecure(request)))
                .build();
    }

    private Response end(RoutingContext request) {
        SessionCookie.values(request.request()).forEach(access.sessions()::end);
        access.sessions().save();
        String prefix = basePath.externalPath(request);
        return seeOther(prefix + "/login")
                .header(HttpHeaders.SET_COOKIE, SessionCookie.remove(prefix, isSecure(request)))
                .build();
    }

    private boolean isSecure(RoutingContext request) {
        return SessionCookie.isSecure(request.request(), access.proxies());
    }

    private static Response.ResponseBuilder seeOther(String place) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, place)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private Response refused(LoginResult result, @Nullable String next, String user, Preferences reader) {
        long seconds = result.pause().toSeconds() + 1;
        String trouble = result.isTooSoon()
                ? reader.messages().text("login.tooSoon", Map.of("count", seconds))
                : reader.messages().text("login.wrong");
        Response.ResponseBuilder answer = Response.status(result.isTooSoon() ? 429 : 403)
                .type(new MediaType("text", "html", "UTF-8"))
                .entity(page(next, user, trouble, reader).render());
        return (result.isTooSoon() ? answer.header(HttpHeaders.RETRY_AFTER, seconds) : answer).build();
    }

    private TemplateInstance page(@Nullable String next, String user, @Nullable String trouble, Preferences reader) {
        String name = user.length() > MAX_NAME_CHARS ? "" : user;
        return reader.show(Templates.login(ReturnPath.of(next), name, trouble, access.hasPasswords()));
    }
}
