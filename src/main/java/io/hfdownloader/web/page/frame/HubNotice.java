package io.hfdownloader.web.page.frame;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.hub.HubStatus;
import io.hfdownloader.web.page.Messages;
import io.hfdownloader.web.page.ToldProblem;
import io.quarkus.qute.TemplateData;

/**
 * That the Hub is out of reach, or slow, for the first look at a page. {@code hub-notice.js} writes the same, with the time as the
 * reader's clock has it.
 *
 * @param line in one line; empty where there is nothing to tell
 * @param details what the server said of it, and what to check; empty for nothing
 * @param english whether the details are in English on a page that is not
 */
@TemplateData
public record HubNotice(String line, String details, boolean english) {

    private static final HubNotice NONE = new HubNotice("", "", false);
    private static final long SLOW_SECONDS = 5;
    private static final String USUAL_HUB = "huggingface.co";

    static HubNotice of(String endpoint, HubStatus status, Messages messages) {
        if (Boolean.FALSE.equals(status.reachable())) {
            return outage(endpoint, status, messages);
        }
        long silent = Objects.requireNonNullElse(status.silentSeconds(), 0L);
        return silent < SLOW_SECONDS
                ? NONE
                : new HubNotice(
                        messages.text("hub.slow", Map.of("hub", name(endpoint, messages), "seconds", SLOW_SECONDS)),
                        "",
                        false);
    }

    private static HubNotice outage(String endpoint, HubStatus status, Messages messages) {
        Map<String, Object> values = new HashMap<>();
        values.put("hub", name(endpoint, messages));
        values.put("cause", messages.text("hub.cause." + cause(status, messages)));
        Instant since = status.since();
        if (since != null) {
            values.put("time", shortTime(since.atZone(ZoneId.systemDefault()), messages));
        }
        String what = messages.text(since == null ? "hub.out" : "hub.outSince", values);
        Optional<String> told = ToldProblem.tell(String.valueOf(status.code()), status.parameters(), messages);
        String reason = Objects.requireNonNullElse(status.reason(), "");
        return new HubNotice(
                messages.text("hub.resumes", Map.of("what", what)),
                told.orElse(reason),
                told.isEmpty() && !messages.language().equals(Locale.ENGLISH));
    }

    private static String cause(HubStatus status, Messages messages) {
        return Stream.of(status.code(), status.parameters().get("reason"))
                .filter(Objects::nonNull)
                .filter(word -> messages.has("hub.cause." + word))
                .findFirst()
                .orElse("broken");
    }

    /** The hour and the minute, or the day unless it is today; by this server's clock. */
    private static String shortTime(ZonedDateTime moment, Messages messages) {
        boolean isToday = moment.toLocalDate().equals(LocalDate.now(moment.getZone()));
        String day = messages.language().equals(Locale.CHINESE) ? "M月d日" : "d MMM";
        return DateTimeFormatter.ofPattern(isToday ? "HH:mm" : day, Locale.ENGLISH)
                .format(moment);
    }

    /** A mirror is called by its address. */
    private static String name(String endpoint, Messages messages) {
        URI address = URI.create(endpoint);
        String host = Objects.requireNonNullElse(address.getHost(), endpoint);
        String named = address.getPort() < 0 ? host : host + ":" + address.getPort();
        return named.equals(USUAL_HUB) ? messages.text("hub.name") : named;
    }
}
