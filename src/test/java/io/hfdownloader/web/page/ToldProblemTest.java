package io.hfdownloader.web.page;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.download.Waiting;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.HubEndpoint;
import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.HubFailures;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.network.FailureReason;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.progress.Totals;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.NoSuchVariantException;
import io.hfdownloader.web.http.ApiException;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ToldProblemTest {

    /** No two words in Latin letters follow one another. */
    private static final Pattern CHINESE_SENTENCE = Pattern.compile("(?!.*[A-Za-z]{2,} [A-Za-z]{2,}).*\\p{IsHan}.*。");

    private static final String NAMES = "Hugging Face|-Xmx|ulimit -f";

    /** The script's test reads the same table. */
    @ParameterizedTest
    @CsvFileSource(resources = "/parity/told.csv", delimiter = '|', numLinesToSkip = 1)
    void aProblemIsToldWholeWhereAllThatItNamesIsKnown(
            String code, @Nullable String parameters, @Nullable String text) {
        Map<String, String> named = new HashMap<>();
        for (String pair : parameters == null ? new String[0] : parameters.split(",")) {
            named.put(pair.split("=")[0], pair.split("=")[1]);
        }
        assertThat(ToldProblem.tell(code, named, Messages.in(Locale.CHINESE)).orElse(null))
                .isEqualTo(text);
        assertThat(ToldProblem.tell(code, named, Messages.in(Locale.ENGLISH)))
                .as("the API speaks it")
                .isEmpty();
    }

    /** As one that an older version kept, which did not name what its sentence names. */
    @ParameterizedTest
    @EnumSource
    void noKindOfProblemIsToldInEnglish(ProblemType type) {
        assertThat(told(type.slug(), Map.of())).matches(CHINESE_SENTENCE);
    }

    @ParameterizedTest
    @EnumSource
    void whatADownloadWaitsForIsTold(Waiting.Cause cause) {
        assertThat(told(cause.word(), Map.of("place", "3"))).containsPattern("\\p{IsHan}");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void eachReasonHasASentenceInEachLanguage(String code, String reason) {
        Messages.LANGUAGES.forEach(
                language -> assertThat(Messages.in(language).page()).containsKey("told." + code + "." + reason));
    }

    static Stream<Arguments> reasons() {
        Stream<Arguments> connections = Arrays.stream(FailureReason.Kind.values())
                .flatMap(kind -> Stream.of(
                        Arguments.of(ProblemType.HUB_UNAVAILABLE.slug(), kind.word()),
                        Arguments.of(ProblemType.NETWORK.slug(), kind.word())));
        Stream<Arguments> disk = Arrays.stream(DiskException.Kind.values())
                .map(kind -> Arguments.of(kind.problem().slug(), kind.word()));
        Stream<Arguments> files = Stream.concat(
                        Arrays.stream(TransferObstacle.values()).map(TransferObstacle::word),
                        Stream.of(Totals.OTHER_DOWNLOAD))
                .map(word -> Arguments.of(Waiting.Cause.FILES.word(), word));
        return Stream.of(connections, disk, files).flatMap(each -> each);
    }

    /** What is raised names all that its sentence in another language needs. */
    @ParameterizedTest
    @MethodSource("raised")
    void aProblemIsToldInMoreThanAFewWords(ProblemException raised) {
        String told = told(raised.problem().slug(), raised.parameters().toMap());

        assertThat(told).isNotEqualTo(Messages.in(Locale.CHINESE).problem(raised.problem()));
        assertThat(told.replaceAll(NAMES, "")).matches(CHINESE_SENTENCE);
    }

    static Stream<ProblemException> raised() {
        HubEndpoint hub = HubEndpoint.of(Optional.of("https://mirror.example"));
        HubErrors.RequestContext repo = about(hub, null, null);
        HubErrors.RequestContext file = about(hub, "model.gguf", null);
        HubErrors.RequestContext moved = about(hub, null, "https://other.example");
        return Stream.of(
                refusal(repo, 404, ""),
                refusal(repo, 403, ""),
                refusal(repo, 403, "disabled"),
                refusal(repo, 400, ""),
                refusal(repo, 429, ""),
                refusal(repo, 503, ""),
                refusal(repo, 401, "Invalid credentials"),
                refusal(file, 404, ""),
                refusal(moved, 404, ""),
                refusal(moved, 403, ""),
                HubErrors.changed(file, "its size"),
                HubErrors.changed(about(HubEndpoint.of(Optional.empty()), "model.gguf", null), "its size"),
                HubFailures.notAHub(hub, "a page"),
                HubFailures.unreachable("https://hub.example", new TimeoutException()),
                new AmbiguousVariantException("Q4", "acme/x", List.of("Q4_K_M", "Q4_K_S")),
                NoSuchVariantException.severalBranches("acme/x", List.of("4bit", "8bit")),
                NoSuchVariantException.noFiles("acme/x", "0123abc"),
                LibraryException.inUse("acme/x", "download", "A download uses acme/x."),
                LibraryException.foreign("It is of another program."),
                LibraryException.unsafeFile("../x", "its path"),
                LibraryException.unsafeFolder("datasets/x", "it is kept"),
                DiskException.of("x", new IOException("File too large")),
                DiskException.of("x", new IOException("File name too long")),
                DiskException.of("x", new IOException("something else")),
                ApiException.of("token", new IllegalArgumentException()));
    }

    private static HubErrors.RequestContext about(HubEndpoint hub, @Nullable String path, @Nullable String keptFrom) {
        return new HubErrors.RequestContext(
                RepoId.parse(RepoType.MODEL, "acme/x"),
                "https://hub.example/acme/x",
                "main",
                path,
                false,
                hub,
                keptFrom);
    }

    private static HubException refusal(HubErrors.RequestContext context, int status, String message) {
        return HubErrors.of(context, status, MultiMap.caseInsensitiveMultiMap(), message);
    }

    private static String told(String code, Map<String, String> named) {
        return ToldProblem.tell(code, named, Messages.in(Locale.CHINESE)).orElseThrow();
    }

    @Test
    void whatCannotBeReadIsToldAsItIs() {
        assertThat(ToldProblem.tell(
                        "hub-throttled",
                        Map.of("endpoint", "https://hub.example", "until", "soon"),
                        Messages.in(Locale.CHINESE)))
                .contains("https://hub.example 在 soon 之前限制请求频率。");
    }
}
