package io.hfdownloader.web.page;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What is said with every page: it is never shown from a cache unasked, it has a language, and no window of another site holds it. */
class PageHeaders {

    @ServerResponseFilter
    void add(ContainerResponseContext response) {
        MediaType type = response.getMediaType();
        if (type != null && type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            response.getHeaders().putSingle(HttpHeaders.VARY, "Accept-Language, Cookie");
            response.getHeaders().putSingle("Cross-Origin-Opener-Policy", "same-origin");
        }
    }
}
