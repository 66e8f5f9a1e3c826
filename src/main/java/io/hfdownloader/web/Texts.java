package io.hfdownloader.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * What pages say that the server writes, in English; other languages stand in {@code messages/t_*.properties}. What the
 * pages' scripts write stands in {@code static/texts/}. Templates name a text as <code>{t:name}</code>.
 */
@MessageBundle("t")
public interface Texts {

    /** The language of these texts, as in {@code <html lang>}. */
    @Message("en")
    String language();

    // --- frame of all pages ------------------------------------------------------------------------------------

    @Message("Download")
    String download();

    @Message("Manage")
    String manage();

    // --- choosing ----------------------------------------------------------------------------------------------

    // --- watching ----------------------------------------------------------------------------------------------

    // --- managing ----------------------------------------------------------------------------------------------
}
