package io.hfdownloader.standin.hub;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Response;

/** What becomes of listings and of what the Hub tells of a repo on their way through mirrors and proxies. */
final class ListingFaults {

    private static final String LINK = "Link";

    /** How a link is written that nobody can follow, by the amount of the fault. */
    private static final List<String> BAD_LINKS = List.of(
            "<http://hub.example/api>; rel=\"next\"",
            "<ftp://hub.example/api?cursor=1>; rel=\"next\"",
            "<https://user:word@hub.example/api?cursor=1>; rel=\"next\"",
            "https://hub.example/api?cursor=1; rel=\"next\"",
            "<https://hub.example:99999/api?cursor=1>; rel=next",
            "<https://hub.example/api?cursor=1; rel=\"next\"");

    private final FaultInjector faultInjector;

    ListingFaults(FaultInjector faultInjector) {
        this.faultInjector = faultInjector;
    }

    int pageSize(Exchange exchange, int usual) {
        int asked = find(Fault.Kind.IGNORE_LIMIT, exchange).isPresent()
                ? usual
                : exchange.query().number("limit", usual);
        return find(Fault.Kind.SMALL_PAGES, exchange)
                .map(fault -> Math.min(asked, (int) fault.amount()))
                .orElse(asked);
    }

    Response page(Exchange exchange, Response page) {
        Response answer = page;
        Optional<Fault> cut = find(Fault.Kind.CUT_LISTING, exchange);
        if (cut.isPresent()) {
            answer = withoutLink(withEntries(answer, (int) cut.get().amount()));
        }
        if (find(Fault.Kind.EMPTY_PAGES, exchange).isPresent()) {
            int entries = exchange.query().first("limit").isPresent() ? 0 : Integer.MAX_VALUE;
            answer = withEntries(answer, entries)
                    .with(LINK, next(exchange.uri() + "&limit=" + exchange.uri().length()));
        }
        if (find(Fault.Kind.SAME_PAGE, exchange).isPresent()) {
            answer = answer.with(LINK, next(exchange.uri()));
        }
        if (find(Fault.Kind.NO_NEXT_LINK, exchange).isPresent()) {
            answer = withoutLink(answer);
        }
        Optional<Fault> bad = find(Fault.Kind.BAD_NEXT_LINK, exchange);
        return bad.isPresent() && answer.headers().containsKey(LINK)
                ? answer.with(LINK, BAD_LINKS.get((int) bad.get().amount()))
                : answer;
    }

    ObjectNode info(Exchange exchange, ObjectNode info) {
        if (find(Fault.Kind.NO_SIBLINGS, exchange).isPresent()) {
            info.remove("siblings");
        }
        find(Fault.Kind.FEWER_SIBLINGS, exchange)
                .ifPresent(fault -> cut((ArrayNode) info.get("siblings"), (int) fault.amount()));
        return info;
    }

    private static void cut(ArrayNode siblings, int kept) {
        while (siblings.size() > kept) {
            siblings.remove(siblings.size() - 1);
        }
        if (kept > 0) {
            siblings.add(siblings.get(0));
        }
    }

    private static Response withEntries(Response page, int kept) {
        try {
            ArrayNode entries = (ArrayNode) Response.JSON.readTree(page.text());
            while (entries.size() > kept) {
                entries.remove(entries.size() - 1);
            }
            return Response.json(page.status(), entries)
                    .with(
                            page.headers().containsKey(LINK)
                                    ? Map.of(LINK, page.headers().get(LINK))
                                    : Map.of());
        } catch (IOException noList) {
            throw new IllegalStateException(noList);
        }
    }

    private static Response withoutLink(Response answer) {
        var headers = new LinkedHashMap<>(answer.headers());
        headers.remove(LINK);
        return Response.bytes(answer.status(), headers, answer.text());
    }

    private static String next(String address) {
        return "<" + address + ">; rel=\"next\"";
    }

    private Optional<Fault> find(Fault.Kind kind, Exchange exchange) {
        return faultInjector.matching(Fault.Phase.LISTING, exchange).stream()
                .filter(entry -> entry.fault().kind() == kind)
                .filter(FaultInjector.InjectedFault::tryTrigger)
                .map(FaultInjector.InjectedFault::fault)
                .findFirst();
    }
}
