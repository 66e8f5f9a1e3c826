package io.hfdownloader.standin.http;

/** The hosts a download talks to. */
public enum ServerRole {
    /** API and addresses of files. */
    HUB,
    /** Signed links to large content. */
    CDN,
    /** Content-addressed storage: how to put a file together. */
    CAS,
    /** Signed links to the parts that files are put together from. */
    XORBS
}
