package io.hfdownloader.standin.http;

/** How a CDN refuses. */
public final class XmlRefusal {

    private XmlRefusal() {}

    public static Answer accessDenied() {
        return of(403, "AccessDenied", "Access Denied");
    }

    public static Answer of(int status, String code, String message) {
        return Answer.text(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>");
    }
}
