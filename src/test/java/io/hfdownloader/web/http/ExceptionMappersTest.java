package io.hfdownloader.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which answer a failure gets that is none of our own. */
@Tag("fast")
class ExceptionMappersTest {

    private static final ContainerRequestContext REQUEST = request("GET", "api/v1/library");

    private boolean gone;
    private final ExceptionMappers mappers = new ExceptionMappers(() -> gone);

    static List<RuntimeException> refusalsOfTheDisk() {
        IOException unreadable = new FileSystemException("/models/acme", null, "Input/output error");
        return List.of(new UncheckedIOException(unreadable), new DirectoryIteratorException(unreadable));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfTheDisk")
    void theDiskIsTheReasonAlsoInTheMiddleOfAStream(RuntimeException refusal) {
        Response answer = mappers.unexpected(refusal, REQUEST);
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getEntity().toString()).contains("disk-error", "input/output error");
    }

    @Test
    void aFaultOfOursIsNoBadRequest() {
        Response answer = mappers.http(new InternalServerErrorException("No writer for this body"), REQUEST);
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getEntity().toString()).contains("internal").doesNotContain("No writer");
    }

    @Test
    void aClientThatIsGoneIsNoFaultOfOurs() {
        gone = true;
        IOException reset = new IOException("Connection reset by peer");
        assertThat(mappers.unexpected(reset, REQUEST).getStatus()).isEqualTo(400);
        assertThat(mappers.unexpected(new UncheckedIOException(reset), REQUEST).getStatus())
                .isEqualTo(400);
    }

    /** A network share that is lost says what a lost client says. */
    @ParameterizedTest
    @ValueSource(strings = {"Connection timed out", "Connection reset by peer", "Broken pipe"})
    void aClientThatWaitsIsNotBlamedForALostShare(String words) {
        assertThat(mappers.unexpected(new IOException(words), REQUEST).getStatus())
                .isGreaterThanOrEqualTo(500);
    }

    @Test
    void whatTheRestLayerRefusesKeepsItsStatus() {
        assertThat(mappers.http(new NotAcceptableException(), REQUEST).getStatus())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aLookIsAnsweredWithAPageWhereItIsAskedFor(String method) {
        assertThat(ErrorPage.isAccepted(request(method, "manage"))).isTrue();
        assertThat(ErrorPage.isAccepted(request(method, "api/v1/library"))).isFalse();
    }

    /** Java's own client names HTML with whatever it sends. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void aChangeIsNeverAnsweredWithAPage(String method) {
        assertThat(ErrorPage.isAccepted(request(method, "download"))).isFalse();
        assertThat(mappers.http(new NotFoundException(), request(method, "download"))
                        .getEntity()
                        .toString())
                .contains("{\"error\":");
    }

    static ContainerRequestContext request(String method, String path) {
        UriInfo uri = stub(UriInfo.class, Map.of("getPath", path, "getRequestUri", URI.create("http://here/" + path)));
        return stub(
                ContainerRequestContext.class,
                Map.of(
                        "getMethod",
                        method,
                        "getUriInfo",
                        uri,
                        "getHeaderString",
                        "Text/HTML,*/*",
                        "getCookies",
                        Map.of(),
                        "getAcceptableLanguages",
                        List.of()));
    }

    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
