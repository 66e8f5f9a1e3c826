package io.hfdownloader.hub;

/** How this program introduces itself to servers. */
public final class UserAgent {

    /** Value of the {@code User-Agent} header. */
    public static final String TEXT =
            "hf-downloader/1.0; java/" + Runtime.version().feature();

    private UserAgent() {}
}
