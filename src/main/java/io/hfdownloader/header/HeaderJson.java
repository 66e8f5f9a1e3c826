package io.hfdownloader.header;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** Reads JSON of strangers piece by piece: no tree is built of it, and none of its names is kept. */
final class HeaderJson {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(100)
                    .build())
            .build();

    /** A page's script, which shows such numbers, knows no larger whole ones. */
    static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private HeaderJson() {}
}
