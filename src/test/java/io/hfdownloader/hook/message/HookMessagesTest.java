package io.hfdownloader.hook.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.network.WebAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is posted to each service, and what strangers' names become in it. */
@Tag("fast")
class HookMessagesTest {

    private static final String HOSTILE =
            "@everyone <!channel> <@U123> @here [x](http://evil.example) *b* _i_ <b>bold</b> & `code` ~s~ # h :smile:";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    // --- signatures --------------------------------------------------------------------------------------------

    /** The example that the libraries of the specification are tested with. */
    @Test
    void aSignatureIsThatOfTheSpecification() {
        WebhookSignature signature = new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        byte[] body = {1, 2, 3};
        String old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String next = "a text of more than sixteen characters".replace(' ', '-');
        assertThat(new WebhookSignature(old + " " + next).of("msg_1", 7, body))
                .isEqualTo(new WebhookSignature(old).of("msg_1", 7, body) + " "
                        + new WebhookSignature(next).of("msg_1", 7, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "whsec_", "whsec_!!!!", "whsec_c2hvcnQ="})
    void aSecretThatProtectsNobodyIsRefusedWithoutBeingRepeated(String secret) {
        assertThatThrownBy(() -> new WebhookSignature(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.getMessage().replace("whsec_ ", ""))
                        .doesNotContain(secret.isEmpty() || secret.equals("whsec_") ? "nothing" : secret));
    }

    @Test
    void aWebhookTellsAllFactsAndIsSignedOverItsTimeAndBody() {
        HookRequest request = WebhookMessage.of(
                address("https://in.example/x"), "a-secret-of-some-length", failed("main", "No room."), text(), AT);
        assertThat(request.headers()).containsEntry("webhook-timestamp", "1767323045");
        assertThat(request.headers().get("webhook-id")).startsWith("msg_");
        assertThat(request.headers().get("webhook-signature"))
                .isEqualTo(new WebhookSignature("a-secret-of-some-length")
                        .of(String.valueOf(request.headers().get("webhook-id")), 1767323045, request.body()));
        JsonNode body = json(request);
        assertThat(body.path("type").asText()).isEqualTo("failed");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
        JsonNode data = body.path("data");
        assertThat(data.path("repo").asText()).isEqualTo("acme/tiny");
        assertThat(data.path("folder").asText()).isEqualTo("/models/acme/tiny");
        assertThat(data.path("variants").get(0).asText()).isEqualTo("Q4_K_M");
        assertThat(data.path("error").path("type").asText()).isEqualTo("disk-full");
        assertThat(data.path("error").path("detail").asText()).isEqualTo("No room.");
    }

    @Test
    void theSameFailureHasTheSameIdAndTheNextOneAnother() {
        assertThat(failed("main", "a").id()).isEqualTo(failed("main", "a").id());
        Occurrence later = Occurrence.failed(
                AT.plusSeconds(1), model("main"), download(), new Occurrence.Trouble("disk-full", "a"));
        assertThat(later.id()).isNotEqualTo(failed("main", "a").id());
    }

    // --- services ----------------------------------------------------------------------------------------------

    @Test
    void ntfyHearsOfItsTopicAtItsRoot() {
        HookRequest request =
                ServiceMessages.ntfy(address("https://push.example/models"), "tk_abc", HookEvent.FAILED, text());
        assertThat(request.address()).hasToString("https://push.example/");
        assertThat(request.headers()).containsEntry("Authorization", "Bearer tk_abc");
        JsonNode body = json(request);
        assertThat(body.path("topic").asText()).isEqualTo("models");
        assertThat(body.path("priority").asInt()).isEqualTo(4);
        assertThat(body.path("tags").get(0).asText()).isEqualTo("warning");
        assertThat(body.path("message").asText()).contains(HOSTILE.substring(0, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://g.example", "https://g.example/", "https://g.example/message"})
    void gotifyHasItsTokenInAHeader(String url) {
        HookRequest request = ServiceMessages.gotify(address(url), "AbcDef", HookEvent.TEST, text());
        assertThat(request.address()).hasToString("https://g.example/message");
        assertThat(request.headers()).containsEntry("X-Gotify-Key", "AbcDef");
        assertThat(json(request)
                        .path("extras")
                        .path("client::display")
                        .path("contentType")
                        .asText())
                .isEqualTo("text/plain");
        assertThat(json(request).path("priority").isInt()).isTrue();
    }

    @Test
    void nobodyIsMentionedOnDiscordAndNothingIsMarkup() {
        JsonNode body = json(ServiceMessages.discord(address("https://discord.example/api/webhooks/1/t"), text()));
        assertThat(body.path("allowed_mentions").path("parse").isArray()).isTrue();
        assertThat(body.path("allowed_mentions").path("parse")).isEmpty();
        assertThat(body.path("content").asText())
                .doesNotContain("@everyone", "@here", "<@U", "](http")
                .contains("\\*b\\*", "\\`code\\`");
    }

    @Test
    void nobodyIsMentionedOnSlackAndNothingIsMarkup() {
        JsonNode body = json(ServiceMessages.slack(address("https://hooks.slack.example/services/T/B/x"), text()));
        assertThat(body.path("text").asText())
                .doesNotContain("<", ">", "@here")
                .contains("&lt;!channel&gt;", "&amp; `code`");
        assertThat(body.path("mrkdwn").asBoolean(true)).isFalse();
    }

    @Test
    void telegramHearsPlainTextFromTheBot() {
        HookRequest request =
                ServiceMessages.telegram(address("https://api.telegram.example"), "123:abc", "-100", text());
        assertThat(request.address()).hasToString("https://api.telegram.example/bot123:abc/sendMessage");
        JsonNode body = json(request);
        assertThat(body.has("parse_mode")).isFalse();
        assertThat(body.path("chat_id").asText()).isEqualTo("-100");
        assertThat(body.path("text").asText()).contains("<b>bold</b>").doesNotContain("@everyone");
    }

    @Test
    void appriseIsToldTagsWhereItHasAKeyAndAddressesWhereItHasNone() {
        HookRequest keyed =
                AppriseMessage.of(address("http://a.example:8000/notify/house"), "phones", HookEvent.COMPLETED, text());
        assertThat(json(keyed).path("tag").asText()).isEqualTo("phones");
        assertThat(json(keyed).path("type").asText()).isEqualTo("success");
        HookRequest told = AppriseMessage.of(
                address("http://a.example:8000/notify/"), "mailto://u:p@example.com", HookEvent.FAILED, text());
        assertThat(json(told).path("urls").asText()).isEqualTo("mailto://u:p@example.com");
        assertThat(json(told).path("type").asText()).isEqualTo("failure");
        assertThat(json(told).path("format").asText()).isEqualTo("text");
    }

    /** Each service refuses what is longer, and a cut within a character or an escape would be none. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "*", "<", "@", "模", "😀", "\u0301"})
    void whatIsTooLongIsCutWhereItCanBe(String unit) {
        HookText longText = new HookText(unit.repeat(2_000), unit.repeat(9_000));
        WebAddress address = address("https://s.example/a/b");
        assertThat(json(ServiceMessages.discord(address, longText))
                        .path("content")
                        .asText())
                .satisfies(text ->
                        assertThat(text.codePointCount(0, text.length())).isBetween(300, 2_000))
                .doesNotContain("\uFFFD")
                .endsWith("…");
        assertThat(json(ServiceMessages.slack(address, longText)).path("text").asText())
                .satisfies(text -> assertThat(text).hasSizeLessThanOrEqualTo(4_000))
                .doesNotContainPattern("&[a-z]*…$");
        assertThat(json(ServiceMessages.telegram(address, "1:2", "3", longText))
                        .path("text")
                        .asText())
                .hasSizeLessThanOrEqualTo(4_096);
        JsonNode ntfy = json(ServiceMessages.ntfy(address, null, HookEvent.TEST, longText));
        assertThat(ntfy.path("message").asText().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(4_096);
        assertThat(ntfy.path("title").asText().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(250);
    }

    @Test
    void linesAndTokensOfStrangersAreNotPassedOn() {
        HookText text = HookText.of(
                failed("main\r\nX-Evil: 1", "Refused with hf_abcdefghijklmnopqrstuvwxyz0123456789\u202e."), "nas");
        assertThat(text.whole().split("\n")).hasSize(2);
        assertThat(text.body()).doesNotContain("hf_abc", "\r", "\u202e");
    }

    // --- samples -----------------------------------------------------------------------------------------------

    private static Occurrence failed(String revision, String detail) {
        return Occurrence.failed(AT, model(revision), download(), new Occurrence.Trouble("disk-full", detail));
    }

    private static Occurrence.Model model(String revision) {
        return new Occurrence.Model("acme/tiny", "model", revision, "c".repeat(40), null, "/models/acme/tiny");
    }

    private static Occurrence.Download download() {
        return new Occurrence.Download(new UUID(1, 2), List.of("Q4_K_M"), 5_000_000, 3);
    }

    private static HookText text() {
        return new HookText("Download of x failed", HOSTILE);
    }

    private static WebAddress address(String text) {
        return WebAddress.parse(text).orElseThrow();
    }

    private static JsonNode json(HookRequest request) {
        try {
            return new ObjectMapper().readTree(request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
