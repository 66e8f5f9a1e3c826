package io.hfdownloader.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.sample.SampleRepos;

/**
 * {@code .ci/attack MINUTES [SEED [KIND]]}: runs the packaged program against a stand-in Hub, attacks it in all ways there are, in an
 * order that the seed decides, and says at the end what it should not have let happen. Exit status 1 when there was any such thing, 2
 * when no kind of attack has that name.
 */
public final class AttackMain {

    private static final long BYTES_PER_SECOND = 6_000_000;
    private static final int LATE_MINUTES = 10; // an hour leaves thousands of files to be looked at
    private static final int ALL_KINDS_MINUTES = 3;

    private AttackMain() {}

    /** Blocks for as many minutes as the first argument says, the start and the last checks included. */
    public static void main(String[] args) throws Exception {
        int minutes = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        String kind = args.length > 2 ? args[2] : "";
        List<Attack> attacks =
                kinds().filter(attack -> attack.name().contains(kind)).toList();
        if (attacks.isEmpty()) {
            System.err.printf("attack: no kind has \"%s\" in its name; the kinds are:%n", kind);
            kinds().forEach(attack -> System.err.println("    " + attack.name()));
            System.exit(2);
        }
        System.out.printf("attack: %d minutes, seed %d%n", minutes, seed);
        endWhenLate(minutes);
        Findings findings = new Findings();
        Path folder = Files.createTempDirectory("attack");
        try {
            run(folder, minutes, seed, attacks, findings);
        } catch (Exception | Error failure) {
            failure.printStackTrace(System.out);
            findings.add("a run that could not go on", failure.toString());
        }
        findings.print();
        if (findings.isEmpty()) {
            delete(folder);
            System.out.println("attack: nothing fell");
        } else {
            System.out.printf("attack: the logs are in %s; once more with the seed %d%n", folder, seed);
        }
        System.exit(findings.isEmpty() ? 0 : 1); // threads of clients may still wait
    }

    private static Stream<Attack> kinds() {
        return Stream.of(HoldingOn.all(), Calling.all(), Downloading.all(), Lying.all())
                .flatMap(List::stream);
    }

    private static void run(Path folder, int minutes, long seed, List<Attack> attacks, Findings findings)
            throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        try (HubStandIn hub = HubStandIn.start();
                ElsewhereServer elsewhere = new ElsewhereServer(findings)) {
            hub.add(SampleRepos.small());
            for (ServerRole host : List.of(ServerRole.CDN, ServerRole.XORBS)) {
                hub.faults().add(Fault.bytesPerSecond("", BYTES_PER_SECOND).on(host));
            }
            Repos repos = new Repos(hub);
            try (AttackedServer server = new AttackedServer(folder, hub)) {
                Target target = new Target(server.port(), hub, repos, elsewhere, server.models(), findings);
                Campaign campaign = new Campaign(server, target, attacks, seed);
                campaign.run(end);
                if (minutes >= ALL_KINDS_MINUTES) {
                    campaign.expectAllKinds();
                }
            }
        }
    }

    /** Should anything wait for ever. */
    private static void endWhenLate(int minutes) {
        Thread late = new Thread(
                () -> {
                    try {
                        TimeUnit.MINUTES.sleep(minutes + LATE_MINUTES);
                    } catch (InterruptedException ended) {
                        return;
                    }
                    Thread.getAllStackTraces().forEach((thread, stack) -> {
                        System.out.println(thread);
                        Stream.of(stack).limit(12).forEach(frame -> System.out.println("    " + frame));
                    });
                    System.out.println("FAIL  the attack itself does not end");
                    Runtime.getRuntime().halt(1);
                },
                "attack-limit");
        late.setDaemon(true);
        late.start();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
