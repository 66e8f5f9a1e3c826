package io.hfdownloader.attack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.Fault.Kind;
import io.hfdownloader.standin.fault.FaultInjector.InjectedFault;
import io.hfdownloader.standin.http.ServerRole;

/** A Hub, a CDN and a storage that lie, refuse, lead elsewhere, and tell what they were told. */
final class Lying {

    private static final int BAD_REDIRECTS = 25;
    private static final int FOLLOW_MILLIS = 8_000;
    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 408, 409, 410, 416, 418, 422, 429, 451, 500, 502, 503, 504, 204, 304, 600);

    private interface Lie {
        Fault about(String repo, Random random);
    }

    private Lying() {}

    static List<Attack> all() {
        return List.of(
                lie("wrong bytes", Lying::bytes),
                lie("refusals", Lying::refusal),
                lie("listings that lie", Lying::listing),
                lie("links that expire", Lying::links),
                lie("a storage that lies", Lying::storage),
                lie("redirects to where no Hub leads", Lying::redirect),
                Attack.of("redirects to another host", Lying::elsewhere),
                Attack.of("words that repeat the token", Lying::echo),
                Attack.of("names that lead out", Lying::hostileNames),
                Attack.of("trouble on the way of the steady downloads", Lying::trouble));
    }

    private static Attack lie(String name, Lie lie) {
        return Attack.of(name, (target, random) -> {
            String repo = target.repos().takeLied();
            if (repo == null) {
                return;
            }
            List<InjectedFault> armed = new ArrayList<>();
            try {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    Fault fault = lie.about(repo, random);
                    armed.add(target.hub()
                            .faults()
                            .add(random.nextInt(3) == 0 ? fault : fault.times(1 + random.nextInt(5))));
                }
                download(target, random, repo);
            } finally {
                armed.forEach(target.hub().faults()::remove);
                target.repos().giveBack(repo);
            }
        });
    }

    private static void download(Target target, Random random, String repo) throws Exception {
        for (Download download : Download.of(target, repo)) {
            if (random.nextInt(3) == 0) {
                target.hold(random.nextInt(1_000));
                download.act("pause");
                target.hold(random.nextInt(500));
                download.act("resume");
            }
            download.follow(FOLLOW_MILLIS);
            download.end();
        }
    }

    private static Fault bytes(String repo, Random random) {
        Kind kind = any(
                random,
                List.of(
                        Kind.DROP,
                        Kind.RESET,
                        Kind.STALL,
                        Kind.IGNORE_RANGE,
                        Kind.WRONG_CONTENT_RANGE,
                        Kind.SHORT_BODY,
                        Kind.LONG_BODY,
                        Kind.CORRUPT,
                        Kind.OTHER_TAG,
                        Kind.GZIP,
                        Kind.MAX_CONNECTIONS,
                        Kind.NO_PLAIN_GET_ABOVE));
        return Fault.of(kind, repo, kind == Kind.MAX_CONNECTIONS ? 1 : 1 + random.nextInt(400_000));
    }

    private static Fault refusal(String repo, Random random) {
        Kind kind = any(
                random,
                List.of(
                        Kind.STATUS,
                        Kind.STATUS,
                        Kind.STATUS,
                        Kind.RETRY_AFTER,
                        Kind.RETRY_AFTER_DATE,
                        Kind.RATE_LIMIT,
                        Kind.DELAY,
                        Kind.CAPTIVE_PORTAL,
                        Kind.HANG,
                        Kind.CLOSE,
                        Kind.SLOW_HEAD,
                        Kind.ACCESS_DENIED));
        long amount = switch (kind) {
            case DELAY -> random.nextInt(3_000);
            case SLOW_HEAD -> 1 + random.nextInt(50);
            default -> 1;
        };
        Fault fault = Fault.of(kind, repo, amount).withStatus(any(random, STATUSES));
        return kind == Kind.RETRY_AFTER || kind == Kind.RETRY_AFTER_DATE || kind == Kind.RATE_LIMIT
                ? fault.times(2) // what one request is told holds for the others
                : fault.on(any(random, List.of(ServerRole.HUB, ServerRole.CDN)));
    }

    private static Fault listing(String repo, Random random) {
        Kind kind = any(
                random,
                List.of(
                        Kind.SMALL_PAGES,
                        Kind.NO_NEXT_LINK,
                        Kind.BAD_NEXT_LINK,
                        Kind.SAME_PAGE,
                        Kind.EMPTY_PAGES,
                        Kind.CUT_LISTING,
                        Kind.IGNORE_LIMIT,
                        Kind.NO_SIBLINGS,
                        Kind.FEWER_SIBLINGS));
        return Fault.of(kind, repo, kind == Kind.BAD_NEXT_LINK ? random.nextInt(6) : 1 + random.nextInt(3));
    }

    private static Fault links(String repo, Random random) {
        return random.nextBoolean()
                ? Fault.of(Kind.LINK_EXPIRES, repo, random.nextInt(2))
                : Fault.of(Kind.LINK_EXPIRES_AFTER_BYTES, repo, random.nextInt(500_000));
    }

    private static Fault storage(String repo, Random random) {
        Kind kind = any(
                random,
                List.of(
                        Kind.TERM_OUTSIDE_RANGES,
                        Kind.WRONG_LENGTH,
                        Kind.HUGE_LENGTHS,
                        Kind.WRONG_OFFSET,
                        Kind.MISSING_TERMS,
                        Kind.MISSING_URLS,
                        Kind.STATUS,
                        Kind.CORRUPT,
                        Kind.DROP,
                        Kind.SHORT_BODY));
        ServerRole host = switch (kind) {
            case CORRUPT, DROP, SHORT_BODY -> ServerRole.XORBS;
            default -> ServerRole.CAS;
        };
        // which file a request is about does not stand in it: that of a steady download may be one
        return Fault.of(kind, "", random.nextInt(100_000) - (kind == Kind.WRONG_LENGTH ? 50_000 : 0))
                .withStatus(any(random, List.of(401, 403, 404, 429, 500, 503)))
                .on(host)
                .times(1 + random.nextInt(3));
    }

    private static Fault redirect(String repo, Random random) {
        return Fault.of(Kind.BAD_REDIRECT, repo, random.nextInt(BAD_REDIRECTS))
                .on(any(random, List.of(ServerRole.HUB, ServerRole.CDN)));
    }

    private static void elsewhere(Target target, Random random) throws Exception {
        Attack led = lie(
                "",
                (repo, chance) -> Fault.of(
                                Kind.OTHER_PORT, repo, target.elsewhere().port())
                        .on(any(chance, List.of(ServerRole.HUB, ServerRole.HUB, ServerRole.CDN))));
        led.body().run(target, random);
    }

    private static void echo(Target target, Random random) throws Exception {
        String repo = target.repos().takeLied();
        if (repo == null) {
            return;
        }
        String word = "echo" + random.nextInt(1_000_000);
        List<InjectedFault> armed = List.of(
                target.hub().faults().add(echo(repo, random)),
                target.hub().faults().add(echo(word, random)));
        try {
            List<String> paths = List.of(
                    "/api/v1/repos/models/" + repo,
                    "/api/v1/revisions/models/" + repo,
                    "/api/v1/shapes/models/" + repo,
                    "/api/v1/search?q=" + word,
                    "/?repo=" + URLEncoder.encode(repo, StandardCharsets.UTF_8));
            for (String path : paths) {
                int status = target.call("GET", path).status();
                assert status > 0;
            }
            int planned = target.call("POST", "/api/v1/downloads/plan", Map.of("repo", repo))
                    .status();
            assert planned > 0;
            download(target, random, repo);
        } finally {
            armed.forEach(target.hub().faults()::remove);
            target.repos().giveBack(repo);
        }
    }

    private static Fault echo(String part, Random random) {
        return Fault.of(Kind.ECHO_AUTHORIZATION, part, 0)
                .withStatus(any(random, List.of(400, 401, 403, 404, 409, 418, 422, 500, 503)));
    }

    private static void hostileNames(Target target, Random random) throws Exception {
        String id = "hostile/names-" + random.nextInt(4);
        Path outside = target.models().resolveSibling("outside.txt");
        target.hub().add(Repos.hostile(id, random, outside.toString()));
        for (Download download : Download.of(target, id)) {
            download.follow(FOLLOW_MILLIS);
            String state = download.state();
            if (!state.equals("completed") && !state.equals("failed")) {
                download.act("cancel");
            }
            int status = target.call("GET", "/api/v1/library/models/" + id).status()
                    + target.call("GET", "/fragments/library").status()
                    + target.call("DELETE", "/api/v1/library/models/" + id).status();
            assert status > 0;
        }
        if (Files.exists(outside)) {
            target.findings().add("a file outside of the models directory", outside.toString());
        }
    }

    /** Nothing that a user would have to know of. */
    private static void trouble(Target target, Random random) throws Exception {
        Kind kind = any(
                random,
                List.of(
                        Kind.DROP,
                        Kind.RESET,
                        Kind.STALL,
                        Kind.CORRUPT,
                        Kind.SHORT_BODY,
                        Kind.STATUS,
                        Kind.CLOSE,
                        Kind.IGNORE_RANGE));
        Fault fault = Fault.of(kind, "steady/", 1 + random.nextInt(200_000)).once();
        InjectedFault armed = target.hub()
                .faults()
                .add(kind == Kind.CORRUPT || kind == Kind.STATUS ? fault.on(ServerRole.CDN) : fault);
        target.hold(2_000);
        target.hub().faults().remove(armed);
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
