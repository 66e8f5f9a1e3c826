package io.hfdownloader.web.openapi;

import java.util.List;

import io.hfdownloader.access.Scope;
import io.hfdownloader.web.access.RouteScopes;
import io.hfdownloader.web.access.SessionCookie;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** How a caller tells who it is where a login is needed, and which scope of a token each operation needs. */
final class OperationScopes {

    private static final String TOKEN = "accessToken";
    private static final String SESSION = "session";

    private OperationScopes() {}

    static void describe(Components components) {
        components.addSecurityScheme(
                TOKEN,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                                "An access token, where a login is needed. What it allows includes what comes before:"
                                        + " read, download, manage."));
        components.addSecurityScheme(
                SESSION,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name(SessionCookie.NAME)
                        .description("The cookie of a browser that has logged in, which allows everything."));
    }

    /** One or the other, or neither where no login is needed. */
    static void add(String path, HttpMethod method, Operation operation) {
        Scope scope = RouteScopes.of(method.name(), path)
                .orElseThrow(() -> new IllegalStateException(
                        method + " " + path + " has no scope. Write into RouteScopes which one a token needs for it."));
        operation.addSecurityRequirement(
                OASFactory.createSecurityRequirement().addScheme(TOKEN, List.of(scope.word())));
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SESSION));
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
    }
}
