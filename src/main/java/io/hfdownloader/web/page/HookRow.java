package io.hfdownloader.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.hfdownloader.hook.Delivery;
import io.hfdownloader.hook.HookView;
import io.hfdownloader.problem.CodedText;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the list of hooks shows.
 *
 * @param name what the owner calls it
 * @param kind how it is told
 * @param target whom it tells
 * @param events of what, as a part of a sentence
 * @param tryLabel of its button, for those who hear it alone
 * @param waiting what it is still to be told of, or null for nothing
 * @param last how it stands with the last message, or null when there was none
 */
@TemplateData
record HookRow(
        String name,
        String kind,
        String target,
        String events,
        String tryLabel,
        @Nullable String waiting,
        @Nullable Result last) {

    /**
     * What came of a message.
     *
     * @param kind the kind of notice that it is
     * @param state what came of it, in words
     * @param about what it was about
     * @param detail how the receiver took it
     * @param said its own words, or null
     * @param at when
     * @param next when it is tried again, or null
     */
    @TemplateData
    record Result(
            String kind,
            String state,
            String about,
            ToldProblem.Spoken detail,
            @Nullable String said,
            @Nullable FormattedTime at,
            @Nullable FormattedTime next) {

        static Result of(Delivery delivery, Messages messages) {
            ToldProblem.Spoken detail = ToldProblem.Spoken.of(delivery.outcome(), delivery.detail(), messages);
            return new Result(
                    switch (delivery.state()) {
                        case DELIVERED, RUNNING -> "info";
                        case RETRYING -> "warning";
                        case FAILED -> "error";
                    },
                    messages.text("hooks.state." + delivery.state().word()),
                    about(delivery, messages),
                    detail,
                    detail.text().equals(delivery.detail()) ? null : said(delivery.outcome(), messages),
                    FormattedTime.of(delivery.at()),
                    FormattedTime.of(delivery.nextAt()));
        }

        private static String about(Delivery delivery, Messages messages) {
            String repo = delivery.repo() == null ? "" : delivery.repo();
            return messages.text("hooks.about." + delivery.event().word(), Map.of("repo", repo));
        }

        /** In whatever language the receiver speaks; the sentence in English holds it. */
        private static @Nullable String said(@Nullable CodedText outcome, Messages messages) {
            String words = outcome == null ? null : outcome.parameters().get("words");
            return words == null ? null : messages.text("hooks.said", Map.of("words", words));
        }
    }

    static List<HookRow> of(List<HookView> hooks, Messages messages) {
        return hooks.stream().map(hook -> of(hook, messages)).toList();
    }

    private static HookRow of(HookView hook, Messages messages) {
        String events = hook.events().stream()
                .map(event -> messages.text("hooks.event." + event.word()))
                .collect(Collectors.joining(messages.text("hooks.and")));
        Delivery last = hook.last();
        return new HookRow(
                hook.name(),
                name(hook, messages),
                hook.target(),
                events,
                messages.text("hooks.tryLabel", Map.of("name", hook.name())),
                hook.waiting() == 0 ? null : messages.text("hooks.waiting", Map.of("count", hook.waiting())),
                last == null ? null : Result.of(last, messages));
    }

    /** As the service writes itself. */
    private static String name(HookView hook, Messages messages) {
        String word = hook.kind().word();
        return switch (hook.kind()) {
            case COMMAND -> messages.text("hooks.command");
            case WEBHOOK, NTFY -> word;
            case GOTIFY, DISCORD, SLACK, TELEGRAM, APPRISE ->
                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        };
    }
}
