package io.hfdownloader.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says which methods an address takes ({@code Allow}, RFC 9110 section 10.2.1): the REST layer leaves it out where a method is
 * refused, and where it is asked names those of other addresses, too. They are read from the API's description.
 */
@ApplicationScoped
class AllowedMethods {

    private static final Logger LOG = Logger.getLogger(AllowedMethods.class);
    /** Where Quarkus puts it when the program is built. */
    private static final String DESCRIPTION = "META-INF/quarkus-generated-openapi-doc.JSON";

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    /** @param methods as the header has them */
    private record Address(Pattern form, long parameters, String methods) {}

    /** Those with fewer parameters first: they are the ones that are meant where several fit. */
    private volatile List<Address> addresses = List.of();

    /** Beside the start, which need not wait for it. */
    void load(@Observes StartupEvent start) {
        Infrastructure.getDefaultWorkerPool().execute(this::load);
    }

    /** Blocks. */
    private void load() {
        try (InputStream description =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(DESCRIPTION)) {
            if (description != null) {
                addresses = read(description);
            }
        } catch (IOException unreadable) {
            LOG.warnf(
                    "The API's description cannot be read, so that no answer says which methods there are: %s",
                    unreadable);
        }
    }

    private static List<Address> read(InputStream description) throws IOException {
        List<Address> addresses = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(description)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isPaths = json.currentName().equals("paths");
                json.nextToken();
                if (!isPaths) {
                    json.skipChildren();
                    continue;
                }
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String path = json.currentName();
                    json.nextToken();
                    addresses.add(address(path, json));
                }
            }
        }
        addresses.sort(Comparator.comparingLong(Address::parameters));
        return List.copyOf(addresses);
    }

    private static Address address(String path, JsonParser json) throws IOException {
        TreeSet<String> methods = new TreeSet<>(List.of(HttpMethod.OPTIONS));
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            methods.add(json.currentName().toUpperCase(Locale.ROOT));
            json.nextToken();
            json.skipChildren();
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        String form = "\\Q" + PARAMETER.matcher(path).replaceAll("\\\\E[^/]++\\\\Q") + "\\E";
        return new Address(
                Pattern.compile(form), PARAMETER.matcher(path).results().count(), String.join(", ", methods));
    }

    @ServerResponseFilter
    void add(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == 405 || request.getMethod().equals(HttpMethod.OPTIONS)) {
            of("/" + request.getUriInfo().getPath().replaceFirst("^/", ""))
                    .ifPresent(methods -> response.getHeaders().putSingle(HttpHeaders.ALLOW, methods));
        }
    }

    /** Those of an address; empty where it is none of the API. From memory. */
    private Optional<String> of(String path) {
        return addresses.stream()
                .filter(address -> address.form().matcher(path).matches())
                .findFirst()
                .map(Address::methods);
    }
}
