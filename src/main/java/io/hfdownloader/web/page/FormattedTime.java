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
}
