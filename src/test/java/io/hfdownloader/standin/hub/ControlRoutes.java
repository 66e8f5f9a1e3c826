package io.hfdownloader.standin.hub;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** {@code /_standin/...}: controlling the stand-in from outside its process. No fault applies here. */
public final class ControlRoutes {

    private final RepoRegistry repos;
    private final FaultInjector faultInjector;
    private final RequestLog log;
    private final Runnable expireLinks;

    public ControlRoutes(RepoRegistry repos, FaultInjector faultInjector, RequestLog log, Runnable expireLinks) {
        this.repos = repos;
        this.faultInjector = faultInjector;
        this.log = log;
        this.expireLinks = expireLinks;
    }

    Response handle(Exchange exchange, byte[] posted) {
        try {
            JsonNode body = posted.length == 0 ? JsonNodeFactory.instance.objectNode() : Response.JSON.readTree(posted);
            return route(exchange.method() + " " + exchange.path().substring(Exchange.CONTROL.length()), body);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            return HubErrorResponses.AS_JSON.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Response route(String call, JsonNode body) {
        switch (call) {
            case "GET faults" -> {
                return Response.json(200, faultsInForce());
            }
            case "POST faults" -> faultInjector.add(fault(body));
            case "DELETE faults" -> faultInjector.clear();
            case "GET requests" -> {
                return Response.json(200, Response.JSON.valueToTree(log.requests()));
            }
            case "DELETE requests" -> log.clear();
            case "POST branches" -> moveBranch(body);
            case "POST expire-links" -> expireLinks.run();
            default -> {
                return HubErrorResponses.AS_JSON.noSuchPage();
            }
        }
        return Response.json(200, JsonNodeFactory.instance.objectNode().put("done", true));
    }

    private static Fault fault(JsonNode body) {
        String kind = body.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_');
        Fault fault = Fault.of(
                Fault.Kind.valueOf(kind),
                body.path("path").asText(""),
                body.path("amount").asLong(0));
        if (body.has("times")) {
            fault = fault.times(body.get("times").asInt());
        }
        if (body.has("on")) {
            fault = fault.on(ServerRole.valueOf(body.get("on").asText().toUpperCase(Locale.ROOT)));
        }
        if (body.has("method")) {
            fault = fault.forMethod(body.get("method").asText());
        }
        return body.has("status") ? fault.withStatus(body.get("status").asInt()) : fault;
    }

    private ArrayNode faultsInForce() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (FaultInjector.InjectedFault injectedFault : faultInjector.all()) {
            ObjectNode node = Response.JSON.valueToTree(injectedFault.fault());
            list.add(node.put("hits", injectedFault.hits()));
        }
        return list;
    }

    /** {@code {"repo": "acme/two-commits", "branch": "main", "commit": 1}}, the commit by number or id. */
    private void moveBranch(JsonNode body) {
        RepoKind kind =
                RepoKind.ofPlural(body.path("type").asText("models")).orElseThrow(IllegalArgumentException::new);
        StandInRepo repo = repos.find(kind, body.path("repo").asText())
                .orElseThrow(() -> new IllegalArgumentException("No such repo"));
        List<Commit> commits = repo.commits();
        JsonNode commit = Objects.requireNonNull(body.get("commit"), "commit is missing");
        Commit target = commit.isInt()
                ? commits.get(Objects.checkIndex(commit.asInt(), commits.size()))
                : repo.resolve(commit.asText()).orElseThrow(() -> new IllegalArgumentException("No such commit"));
        repo.moveBranch(body.path("branch").asText("main"), target);
    }
}
