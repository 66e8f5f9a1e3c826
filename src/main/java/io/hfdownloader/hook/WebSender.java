package io.hfdownloader.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.message.AppriseMessage;
import io.hfdownloader.hook.message.HookRequest;
import io.hfdownloader.hook.message.HookText;
import io.hfdownloader.hook.message.ServiceMessages;
import io.hfdownloader.hook.message.WebhookMessage;
import io.hfdownloader.http.Backoff;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.network.WholeResponse;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.UntrustedText;

/** Posts to an address. Redirects are not followed: what is signed is for whom the owner named. */
final class WebSender implements Sender {

    private final Hook hook;
    private final WebAddress address;
    private final HttpConnector connector;
    private final ObjectMapper json = new ObjectMapper();

    WebSender(Hook hook, WebAddress address, HttpConnector connector) {
        this.hook = hook;
        this.address = address;
        this.connector = connector;
    }

    @Override
    public CompletionStage<Attempt> attempt(Occurrence what) {
        HookRequest request = request(what);
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Content-Type", "application/json");
        return connector
                .post(request.address(), headers, request.body(), hook.timeout())
                .map(this::judged)
                .onFailure()
                .recoverWithItem(this::broken)
                .subscribeAsCompletionStage();
    }

    private HookRequest request(Occurrence what) {
        HookText text = HookText.of(what, hook.name());
        HookEvent event = what.event();
        return switch (hook.kind()) {
            case NTFY -> ServiceMessages.ntfy(address, hook.secret(), event, text);
            case GOTIFY -> ServiceMessages.gotify(address, hook.secret(), event, text);
            case DISCORD -> ServiceMessages.discord(address, text);
            case SLACK -> ServiceMessages.slack(address, text);
            case TELEGRAM -> ServiceMessages.telegram(address, hook.secret(), hook.to(), text);
            case APPRISE -> AppriseMessage.of(address, hook.to(), event, text);
            case WEBHOOK, COMMAND -> WebhookMessage.of(address, hook.secret(), what, text, Instant.now());
        };
    }

    private Attempt judged(WholeResponse answer) {
        int status = answer.status();
        String answered = address.origin() + " answered " + status;
        if (hook.kind() == HookKind.APPRISE && status == 204) {
            return Attempt.refused(
                    told(Outcome.NOBODY, answered + ": nobody to notify is known there under the key of the address."));
        }
        if (status / 100 == 2) {
            return Attempt.delivered(told(Outcome.TAKEN, answered + ".").and("status", status));
        }
        if (status / 100 == 3) {
            return Attempt.refused(told(
                            Outcome.REDIRECT,
                            answered
                                    + ", a redirect, and none is followed. Write the address that it leads to into the settings.")
                    .and("status", status));
        }
        String words = UntrustedText.withoutStop(UntrustedText.message(answer.text()));
        CodedText detail = told(Outcome.REFUSED, answered + UntrustedText.sentenceEnd(": ", answer.text()))
                .and("status", status)
                .and("words", words.isEmpty() ? null : words);
        return HttpStatus.isPassing(status)
                ? Attempt.passing(detail, askedWait(answer).orElse(null))
                : Attempt.refused(detail);
    }

    private Optional<Duration> askedWait(WholeResponse answer) {
        return RetryAfter.of(answer.status(), answer.headers()).or(() -> waitInBody(answer));
    }

    /** Discord and Telegram say it in the body as well, or only there. */
    private Optional<Duration> waitInBody(WholeResponse answer) {
        try {
            JsonNode body = json.readTree(answer.text());
            JsonNode wait =
                    body.has("parameters") ? body.path("parameters").path("retry_after") : body.path("retry_after");
            return wait.isNumber() && wait.doubleValue() > 0
                    ? Optional.of(Backoff.bounded(Duration.ofMillis(
                            (long) (Math.min(wait.doubleValue(), Backoff.MAX_WAIT.toSeconds()) * 1_000))))
                    : Optional.empty();
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    private Attempt broken(Throwable failure) {
        if (failure instanceof UnreachableException unreachable) {
            return Attempt.passing(
                    told(Outcome.BROKEN, unreachable.getMessage() + ".")
                            .and("reason", Outcome.unreachable(FailureReason.word(unreachable))),
                    null);
        }
        if (failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException) {
            return Attempt.passing(told(Outcome.TIMEOUT, address.origin() + " gave no answer within its time."), null);
        }
        return Attempt.passing(
                told(
                        Outcome.BROKEN,
                        address.origin() + " broke the connection off"
                                + UntrustedText.sentenceEnd(": ", String.valueOf(failure.getMessage()))),
                null);
    }

    private CodedText told(Outcome outcome, String sentence) {
        return outcome.says(sentence).and("server", address.origin());
    }
}
