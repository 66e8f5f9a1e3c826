package io.hfdownloader.web.page;

import java.time.Instant;

import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/** A time to read, and as the script needs it to show it in the reader's own time zone. */
@TemplateData
record FormattedTime(String text, String iso) {

    static @Nullable FormattedTime of(@Nullable Instant moment) {
        return moment == null ? null : new FormattedTime(Formats.time(moment), moment.toString());
    }

    /** How long ago it was; the page's script keeps that up to date. */
    static @Nullable FormattedTime ago(@Nullable Instant moment, Instant now, Messages messages) {
        return moment == null ? null : new FormattedTime(Formats.ago(moment, now, messages), moment.toString());
    }
}
