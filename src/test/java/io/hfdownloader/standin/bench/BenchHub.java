package io.hfdownloader.standin.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.standin.Fronts;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.XetFile;

/**
 * The Hub of the benchmark: its repos' large files are links to a CDN that is not ours, e.g. nginx, which serves the
 * folder this program fills. System properties: {@code bench.port}, {@code bench.cdn} ({@code http://host:port}),
 * {@code bench.files} (the folder, kept between runs), {@code bench.one}, {@code bench.eight} and {@code bench.huge}
 * (bytes of a file; 0 for none), {@code bench.xet-one} and {@code bench.xet-eight} (the same, of files that this program
 * serves by itself from content-addressed storage), {@code bench.hub-front} and the like (what stands before it with TLS), {@code bench.many} (number of small files, in two repos that are alike).
 */
public final class BenchHub {

    private static final int MIN_FILE_BYTES = 1024;
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final int PER_FOLDER = 100;

    private BenchHub() {}

    /** Blocks until the process is told to end. Says {@code ready} when everything is served. */
    public static void main(String[] args) throws InterruptedException {
        try {
            serve();
        } catch (IOException | RuntimeException | Error failure) {
            failure.printStackTrace();
            System.exit(1); // the servers' threads would keep the process alive
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static void serve() throws IOException {
        BenchFiles files = new BenchFiles(Path.of(System.getProperty("bench.files")));
        HubStandIn hub = HubStandIn.startBefore(
                URI.create(System.getProperty("bench.cdn")), Integer.getInteger("bench.port", 5199), fronts());
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "bench-hub-stop"));

        long one = Long.getLong("bench.one", 0);
        if (one > 0) {
            RepoBuilder repo = StandInRepo.model("bench/one");
            files.publish(hub.add(repo.file("model.safetensors", files.generated("one", one))));
        }
        long eight = Long.getLong("bench.eight", 0);
        if (eight > 0) {
            RepoBuilder repo = StandInRepo.model("bench/eight");
            for (int i = 1; i <= 8; i++) {
                repo.file("model-0000" + i + "-of-00008.safetensors", files.generated("eight-" + i, eight));
            }
            files.publish(hub.add(repo));
        }
        long huge = Long.getLong("bench.huge", 0);
        if (huge > 0) {
            RepoBuilder repo = StandInRepo.model("bench/huge");
            files.publish(hub.add(repo.file("model.safetensors", files.sparse("huge", huge))));
        }
        xet(hub, "bench/xet-one", 1, Long.getLong("bench.xet-one", 0));
        xet(hub, "bench/xet-eight", 8, Long.getLong("bench.xet-eight", 0));
        int many = Integer.getInteger("bench.many", 0);
        if (many > 0) {
            for (String id : List.of("bench/many", "bench/many-again")) {
                hub.add(many(id, many)).main().files().forEach(StandInFile::etag); // hashed now, not while measured
            }
        }
    }

    private static Fronts fronts() {
        return new Fronts(
                System.getProperty("bench.hub-front", ""),
                System.getProperty("bench.cas-front", ""),
                Integer.getInteger("bench.cas-port", 0),
                System.getProperty("bench.xorbs-front", ""),
                Integer.getInteger("bench.xorbs-port", 0));
    }

    /** Puts the files into the storage at once, not while the first client waits for it, and says how many bytes that are. */
    private static void xet(HubStandIn hub, String id, int count, long size) {
        if (size == 0) {
            return;
        }
        RepoBuilder repo = StandInRepo.model(id).onXet();
        for (int i = 1; i <= count; i++) {
            repo.file(
                    String.format("model-%05d-of-%05d.safetensors", i, count),
                    Content.weights(id.hashCode() + i, size));
        }
        StandInRepo served = hub.add(repo);
        long stored = served.main().files().stream()
                .flatMap(file -> hub.xet().file(served, file.path()).terms().stream())
                .mapToLong(XetFile.Term::storedLength)
                .sum();
        System.out.println("stored " + id + " " + stored);
    }

    /** Ordinary git files, so that each is a redirect and an answer of the Hub itself, as on the real one. */
    private static RepoBuilder many(String id, int count) {
        return StandInRepo.model(id).edit(commitDraft -> {
            for (int i = 0; i < count; i++) {
                long size = MIN_FILE_BYTES + Math.floorMod(i * 7919L, (long) MAX_FILE_BYTES - MIN_FILE_BYTES + 1);
                String path = String.format("part-%03d/file-%05d.dat", i / PER_FOLDER, i);
                commitDraft.file(path, Content.generated(i, size), false);
            }
        });
    }
}
