package io.hfdownloader.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.List;

import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which answer a failure gets that is none of our own. */
@Tag("fast")
class ExceptionMappersTest {

    private static final UriInfo REQUEST = stub(UriInfo.class, "api/v1/library");
    private static final HttpHeaders HEADERS = stub(HttpHeaders.class, List.of());

    private final ExceptionMappers mappers = new ExceptionMappers();

    static List<RuntimeException> refusalsOfTheDisk() {
        IOException unreadable = new FileSystemException("/models/acme", null, "Input/output error");
        return List.of(new UncheckedIOException(unreadable), new DirectoryIteratorException(unreadable));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfTheDisk")
    void theDiskIsTheReasonAlsoInTheMiddleOfAStream(RuntimeException refusal) {
        Response answer = mappers.unexpected(refusal, REQUEST, HEADERS);
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getEntity().toString()).contains("disk-error", "input/output error");
    }

    @Test
    void aFaultOfOursIsNoBadRequest() {
        Response answer = mappers.http(new InternalServerErrorException("No writer for this body"), REQUEST, HEADERS);
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getEntity().toString()).contains("internal").doesNotContain("No writer");
    }

    @Test
    void whatTheRestLayerRefusesKeepsItsStatus() {
        assertThat(mappers.http(new NotAcceptableException(), REQUEST, HEADERS).getStatus())
                .isEqualTo(406);
    }

    private static <T> T stub(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }
}
