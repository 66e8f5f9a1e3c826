package io.hfdownloader.standin;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.CompressionScheme;
import io.hfdownloader.standin.xet.store.ReferenceFixtures;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.XorbLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference client takes the stand-in for the Hub's content-addressed storage. */
@Tag("process")
class HubStandInHfXetTest {

    private static final int MIB = 1024 * 1024;

    private static HfCli hf;
    private static HubStandIn hub;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        hf = HfCli.withXetOrSkip();
        hub = HubStandIn.startWith(new XorbLimits(3L * MIB, 200));
        ReferenceFixtures referenceFixtures = ReferenceFixtures.load();
        hub.add(mixed("acme/mixed", referenceFixtures));
        RepoBuilder genuine = StandInRepo.dataset("acme/genuine").onXet();
        referenceFixtures
                .files()
                .forEach(file ->
                        genuine.file(file.name(), Content.of(file.content())).lfs());
        hub.add(genuine.privately());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @BeforeEach
    void forget() {
        hub.clear();
    }

    @Test
    void fetchesAFileOfManyXorbsAndAllKindsOfChunks() {
        StandInRepo repo = hub.model("acme/mixed");
        XetFile file = hub.xet().file(repo, "model.bin");
        assertThat(file.terms().stream().map(XetFile.Term::xorb).distinct()).hasSizeGreaterThan(3);
        Set<CompressionScheme> schemes = EnumSet.noneOf(CompressionScheme.class);
        hub.xet().allXorbs().forEach(xorb -> xorb.chunks().forEach(chunk -> schemes.add(chunk.scheme())));
        assertThat(schemes).containsExactly(CompressionScheme.values());

        assertFetched(repo, hf.download(repo.id(), folder, environment()));
        assertCameFromTheStorageAlone("acme/mixed/model.bin");
        assertThat(hub.bytesSent(ServerRole.XORBS, "model.bin"))
                .as("chunks that repeat are sent once")
                .isLessThan(file.size());
    }

    @Test
    void fetchesOverTheFirstVersionOfTheApiToo() {
        hub.faults().add(Fault.status("/v2/reconstructions", 404).on(ServerRole.CAS));
        StandInRepo repo = hub.model("acme/mixed");
        assertFetched(repo, hf.download(repo.id(), folder, environment()));
        assertCameFromTheStorageAlone("acme/mixed/model.bin");
        assertThat(hub.requests()).anyMatch(request -> request.uri().startsWith("/v1/reconstructions/"));
    }

    @Test
    void fetchesThroughLinksThatAreGoodForSeconds() {
        hub.faults()
                .add(Fault.linksExpireIn("model.bin", Duration.ZERO)
                        .on(ServerRole.CAS)
                        .once());
        StandInRepo repo = hub.model("acme/mixed");
        assertFetched(repo, hf.download(repo.id(), folder, environment()));
        assertThat(hub.requests())
                .anyMatch(request -> request.listener() == ServerRole.XORBS && request.status() == 403);
        assertCameFromTheStorageAlone("acme/mixed/model.bin");
    }

    @Test
    void fetchesTheReferencesOwnXorbsFromAPrivateDataset() {
        hub.xet().use(ReferenceFixtures.load());
        StandInRepo repo = hub.dataset("acme/genuine");
        Map<String, String> withToken = new HashMap<>(environment());
        withToken.put("HF_TOKEN", HubStandIn.STAND_IN_TOKEN);
        assertFetched(repo, hf.download(repo.id(), folder, withToken, "--repo-type", "dataset"));
        assertCameFromTheStorageAlone("acme/genuine/patchwork.bin");
    }

    /** Text, weights, zeros, noise, and some of it again. */
    private static RepoBuilder mixed(String id, ReferenceFixtures referenceFixtures) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            referenceFixtures.files().forEach(file -> all.writeBytes(file.content()));
            all.writeBytes(new byte[MIB]);
            all.writeBytes(Content.generated(i, 4L * MIB).bytes());
        }
        return StandInRepo.model(id)
                .onXet()
                .file("config.json", "{}\n")
                .file("model.bin", Content.of(all.toByteArray()))
                .file("small.bin", Content.generated(77, 12_345))
                .file("noise.bin", Content.generated(78, 20L * MIB));
    }

    private void assertFetched(StandInRepo repo, HfCli.Result result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
        for (StandInFile file : repo.main().files()) {
            assertThat(folder.resolve(file.path()))
                    .hasBinaryContent(file.content().bytes());
        }
    }

    private static void assertCameFromTheStorageAlone(String file) {
        assertThat(hub.bytesSent(ServerRole.XORBS, file)).isPositive();
        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
        assertThat(hub.xet().tokenCalls()).isPositive();
        assertThat(hub.tokenLeaks()).isZero();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(HfCli.WITH_XET);
        environment.put("HF_ENDPOINT", hub.endpoint());
        return environment;
    }
}
