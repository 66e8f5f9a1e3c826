package io.hfdownloader.hook;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.message.HookText;
import io.hfdownloader.problem.CodedText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with telling a hook of something.
 *
 * @param id of what happened, the same in each try
 * @param event what it is
 * @param title what it is, in a few words
 * @param state where it stands
 * @param tries how often it was tried
 * @param at when it was tried last
 * @param detail what came of that, as a sentence; empty before there is something to say
 * @param nextAt when it is tried again; null where it is not
 * @param repo id on the Hub of the model that it is about; null where it is about none
 * @param outcome the same as {@code detail}, to be told in other words; null before there is something to say
 */
@RegisterForReflection
public record Delivery(
        String id,
        HookEvent event,
        String title,
        State state,
        int tries,
        Instant at,
        String detail,
        @Nullable Instant nextAt,
        @Nullable String repo,
        @Nullable CodedText outcome) {

    /** Where a delivery stands. */
    @RegisterForReflection
    public enum State {
        RUNNING,
        DELIVERED,
        RETRYING,
        FAILED;

        /** Its name in the API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Delivery running(Occurrence what, String hook, int tries) {
        Occurrence.Model model = what.model();
        return new Delivery(
                what.id(),
                what.event(),
                HookText.of(what, hook).title(),
                State.RUNNING,
                tries,
                Instant.now(),
                "",
                null,
                model == null ? null : model.repo(),
                null);
    }

    Delivery ended(State end, CodedText words, @Nullable Instant next) {
        return new Delivery(id, event, title, end, tries, Instant.now(), words.detail(), next, repo, words);
    }
}
