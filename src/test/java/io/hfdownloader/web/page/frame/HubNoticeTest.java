package io.hfdownloader.web.page.frame;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import io.hfdownloader.hub.HubStatus;
import io.hfdownloader.web.page.Messages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class HubNoticeTest {

    private static final String HUB = "https://huggingface.co";
    private static final Messages ENGLISH = Messages.in(Locale.ENGLISH);
    private static final Messages CHINESE = Messages.in(Locale.CHINESE);
    private static final Map<String, String> REFUSED = Map.of("endpoint", HUB, "reason", "refused");

    @Test
    void anOutageIsToldWithItsCauseInTheLanguageOfThePage() {
        HubStatus status = new HubStatus(false, Instant.now(), "The Hub says no.", "hub-unavailable", REFUSED, null);

        HubNotice english = HubNotice.of(HUB, status, ENGLISH);
        assertThat(english.line())
                .matches(
                        "Hugging Face unreachable since \\d\\d:\\d\\d \\(connection refused\\)\\. Downloads resume by themselves\\.");
        assertThat(english.details()).isEqualTo("The Hub says no.");
        assertThat(english.english()).isFalse();

        HubNotice chinese = HubNotice.of(HUB, status, CHINESE);
        assertThat(chinese.line()).matches("自 \\d\\d:\\d\\d 起无法连接 Hugging Face（连接被拒绝）。恢复后下载会自动继续。");
        assertThat(chinese.details()).startsWith("无法连接 " + HUB);
        assertThat(chinese.english()).isFalse();
    }

    @Test
    void anOldOutageIsToldWithItsDayAndAnUnknownCauseInGeneral() {
        Instant then = Instant.parse("2026-01-01T12:00:00Z");
        HubStatus status = new HubStatus(false, then, "Odd.", "odd", Map.of(), null);

        assertThat(HubNotice.of("http://nas:8080/hub", status, ENGLISH).line())
                .isEqualTo("nas:8080 unreachable since 1 Jan (connection failed). Downloads resume by themselves.");
        assertThat(HubNotice.of("http://nas:8080/hub", status, CHINESE))
                .isEqualTo(new HubNotice("自 1月1日 起无法连接 nas:8080（连接失败）。恢复后下载会自动继续。", "Odd.", true));
    }

    @Test
    void aHubThatAnswersIsNoNewsAndOneThatTakesItsTimeIsCalledSlow() {
        assertThat(HubNotice.of(HUB, new HubStatus(true, Instant.now(), null, null, Map.of(), null), ENGLISH)
                        .line())
                .isEmpty();
        assertThat(HubNotice.of(HUB, new HubStatus(null, null, null, null, Map.of(), 4L), ENGLISH)
                        .line())
                .isEmpty();
        assertThat(HubNotice.of(HUB, new HubStatus(true, Instant.now(), null, null, Map.of(), 7L), ENGLISH)
                        .line())
                .isEqualTo("Hugging Face has not answered for 5 s. It may just be slow.");
    }
}
