package io.hfdownloader.standin;

/**
 * What stands before a stand-in's own listeners, such as TLS of nginx, and is named in what it says in place of them.
 *
 * @param hub address of the Hub, {@code https://host:port}; empty when nothing stands there
 * @param cas address of the storage's API, or empty
 * @param casPort where that one is listened behind it; 0 for any
 * @param xorbs address of the host of the xorbs, or empty
 * @param xorbsPort where that one is listened behind it; 0 for any
 */
public record Fronts(String hub, String cas, int casPort, String xorbs, int xorbsPort) {

    public static final Fronts NONE = new Fronts("", "", 0, "", 0);

    /** What is named: the front, or the listener itself. */
    public static String named(String front, String listener) {
        return front.isEmpty() ? listener : front;
    }
}
