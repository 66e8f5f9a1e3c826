package io.hfdownloader.standin;

/** The two hosts a download talks to. */
public enum Listener {
    /** API and addresses of files. */
    HUB,
    /** Signed links to large content. */
    CDN
}
