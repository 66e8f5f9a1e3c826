package io.hfdownloader.network;

import io.hfdownloader.program.ProgramVersion;

/** How this program introduces itself to servers. */
public final class UserAgent {

    /** Value of the {@code User-Agent} header. */
    public static final String TEXT = "hf-downloader/" + ProgramVersion.TEXT + "; java/"
            + Runtime.version().feature();

    private UserAgent() {}
}
