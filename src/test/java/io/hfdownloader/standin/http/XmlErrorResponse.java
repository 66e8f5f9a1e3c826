package io.hfdownloader.standin.http;

/** How a CDN refuses. */
public final class XmlErrorResponse {

    private XmlErrorResponse() {}

    public static Response accessDenied() {
        return of(403, "AccessDenied", "Access Denied");
    }

    public static Response of(int status, String code, String message) {
        return Response.text(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>");
    }
}
