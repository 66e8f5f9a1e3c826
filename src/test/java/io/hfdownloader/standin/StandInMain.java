package io.hfdownloader.standin;

import java.util.List;

import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.sample.SampleRepos;

/**
 * Runs the stand-in by itself, with samples large and slow enough to watch, until it gets a signal to end.
 * System properties: {@code standin.port} (5099; the CDN takes the next one, the content-addressed storage two that are
 * free), {@code standin.rate} (bytes per second and connection of large files, 4000000; 0 for no limit),
 * {@code standin.small} for the small samples, {@code standin.only} for some of them alone, by their ids with a comma between
 * two.
 */
public final class StandInMain {

    private StandInMain() {}

    /** Blocks until the process is told to end. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("standin.port", 5099);
        long rate = Long.getLong("standin.rate", 4_000_000);
        SampleRepos samples = Boolean.getBoolean("standin.small") ? SampleRepos.small() : SampleRepos.forWatching();
        String only = System.getProperty("standin.only", "");
        if (!only.isEmpty()) {
            samples.only(List.of(only.split(",")));
        }
        HubStandIn standIn = HubStandIn.start(port, port + 1);
        standIn.add(samples);
        if (rate > 0) {
            standIn.faults().add(Fault.bytesPerSecond("", rate).on(ServerRole.CDN));
            standIn.faults().add(Fault.bytesPerSecond("", rate).on(ServerRole.XORBS));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(standIn::close, "stand-in-stop"));

        System.out.println("Hub stand-in at " + standIn.endpoint() + " (HF_ENDPOINT)");
        System.out.println("Token with access to everything: " + HubStandIn.STAND_IN_TOKEN);
        samples.descriptions().forEach((id, shows) -> System.out.printf("  %-24s %s%n", id, shows));
        Thread.currentThread().join();
    }
}
