package io.hfdownloader.web.access;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.access.Access;
import io.hfdownloader.access.AccessToken;
import io.hfdownloader.access.AccessTokens;
import io.hfdownloader.access.Scope;
import io.hfdownloader.files.Uncancellable;
import io.hfdownloader.web.page.Messages;
import io.hfdownloader.web.page.Preferences;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/** The page where tokens for programs are made and revoked. It works without a script. */
@Path("/access")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class AccessPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance tokens(
                List<TokenRow> rows, @Nullable String made, @Nullable String name, @Nullable String trouble);
    }

    private final Access access;

    AccessPage(Access access) {
        this.access = access;
    }

    /** All tokens, of which none is shown. */
    @GET
    public Uni<TemplateInstance> page(@Context HttpHeaders headers) {
        return onWorker(() -> list(null, null)).map(Preferences.of(headers)::show);
    }

    /**
     * What the forms of the page send: a name and a scope for a new token, or the id of one that is revoked.
     *
     * @return the page with the new one, this once
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<TemplateInstance> change(@Nullable String body, @Context HttpHeaders headers) {
        SentForm form = SentForm.read(body);
        String revoke = form.get("revoke");
        Preferences reader = Preferences.of(headers);
        return onWorker(() ->
                        revoke == null ? make(form.get("name"), form.get("scope"), reader.messages()) : revoke(revoke))
                .map(reader::show);
    }

    private Uni<TemplateInstance> onWorker(Supplier<TemplateInstance> work) {
        if (!access.isOn()) {
            throw new NotFoundException(); // as tokens made while anybody could would outlive that
        }
        return Uncancellable.run(Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private TemplateInstance make(@Nullable String name, @Nullable String word, Messages messages) {
        Scope scope = Scope.of(Objects.requireNonNullElse(word, "")).orElse(Scope.READ);
        try {
            return list(access.tokens().make(Objects.requireNonNullElse(name, ""), scope), null);
        } catch (IllegalArgumentException unusable) {
            int count = access.tokens().list().size();
            return list(
                    null,
                    count < AccessTokens.MAX_TOKENS
                            ? messages.text("access.badName")
                            : messages.text("access.full", Map.of("count", count)));
        }
    }

    private TemplateInstance revoke(String id) {
        int unused = access.tokens().revoke(id);
        return list(null, null);
    }

    private TemplateInstance list(AccessToken.@Nullable Made made, @Nullable String trouble) {
        AccessTokens tokens = access.tokens();
        return Templates.tokens(
                tokens.list().stream().map(TokenRow::of).toList(),
                made == null ? null : made.secret(),
                made == null ? null : made.token().name(),
                trouble);
    }
}
