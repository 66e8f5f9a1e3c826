package io.hfdownloader.standin;

/** How a CDN refuses. */
final class XmlRefusal {

    private XmlRefusal() {}

    static Answer accessDenied() {
        return of(403, "AccessDenied", "Access Denied");
    }

    static Answer of(int status, String code, String message) {
        return Answer.text(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>");
    }
}
