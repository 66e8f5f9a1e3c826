package io.hfdownloader.web.page.frame;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.settings.Machines;
import io.hfdownloader.web.page.Messages;

/** What {@code layout.html} asks the server, on every page. */
@ApplicationScoped
@Named("frame")
public class Frame {

    private final RepoLookup hub;

    Frame(RepoLookup hub) {
        this.hub = hub;
    }

    /**
     * Told in the first bytes of a page, so that nothing moves when its script has asked for the same. From memory.
     *
     * @param language of the page, as in {@code <html lang>}
     */
    public HubNotice hubNotice(String language) {
        return HubNotice.of(hub.endpoint(), hub.hubStatus(), Messages.in(Locale.forLanguageTag(language)));
    }

    /** For how many tokens of context a model is run as long as nobody says otherwise, for {@code usual-context.js}. */
    public int getUsualContext() {
        return Machines.USUAL_CONTEXT_TOKENS;
    }
}
