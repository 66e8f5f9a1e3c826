package io.hfdownloader.web.page;

import io.quarkus.qute.TemplateData;

/** A size to read, and the exact one for its tooltip, in the language of the texts. */
@TemplateData
record FormattedSize(String text, String exact) {

    static FormattedSize of(long bytes, Messages messages) {
        return new FormattedSize(Formats.bytes(bytes, messages), Formats.exactBytes(bytes, messages));
    }

    static FormattedSize part(long bytes, long of, Messages messages) {
        return new FormattedSize(Formats.part(bytes, of, messages), Formats.exactPart(bytes, of, messages));
    }
}
