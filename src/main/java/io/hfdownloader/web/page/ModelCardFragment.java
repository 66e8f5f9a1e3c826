package io.hfdownloader.web.page;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.modelcard.CardLabels;
import io.hfdownloader.modelcard.ModelCards;
import io.hfdownloader.problem.Parameters;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestQuery;

/** The model card of a repo on the Hub, for the page where it is chosen. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class ModelCardFragment {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance card(ModelCardView card);
    }

    private final ModelCards cards;

    ModelCardFragment(ModelCards cards) {
        this.cards = cards;
    }

    /** The card at a revision, {@code main} where none is named; what the Hub refuses is a problem. */
    @GET
    @Path("fragments/model-card")
    public Uni<TemplateInstance> card(
            @RestQuery Optional<String> repo,
            @RestQuery Optional<String> type,
            @RestQuery Optional<String> revision,
            @Context HttpHeaders headers) {
        Locale language = Preferences.of(headers).language();
        Messages messages = Messages.in(language);
        return cards.lookUp(
                        repo(type.orElse(RepoType.MODEL.word()), repo.orElse("")),
                        revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION),
                        (media, name) -> label(messages, media, name))
                .map(card -> Templates.card(ModelCardView.of(card)).setLocale(language));
    }

    /** What cannot be a name is not on the Hub. */
    private static RepoId repo(String type, String name) {
        try {
            return RepoId.parse(
                    RepoType.of(type)
                            .orElseThrow(
                                    () -> new IllegalArgumentException("The type is one of model, dataset and space.")),
                    name);
        } catch (IllegalArgumentException badName) {
            throw new HubException(
                    HubException.Kind.REPO_NOT_FOUND,
                    String.valueOf(badName.getMessage()),
                    Parameters.of("reason", "bad-name"));
        }
    }

    private static String label(Messages messages, CardLabels.Media media, String name) {
        String kind = messages.text("modelCard.media." + media.name().toLowerCase(Locale.ROOT));
        return name.isEmpty()
                ? messages.text("modelCard.unnamed", Map.of("media", kind))
                : messages.text("modelCard.named", Map.of("media", kind, "name", name));
    }
}
