package io.hfdownloader.command.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands on a terminal while a download runs. */
@Tag("fast")
class ProgressBarTest {

    private static final String ESCAPE = "\u001b";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 120, 200})
    void fitsIntoOneLineOfAnyWidth(int columns) {
        ObjectNode download = download("downloading", 45, 1_234_000_000, 2_700_000_000L);
        ObjectNode waiting = download.deepCopy();
        waiting.putObject("waiting")
                .put("code", "files")
                .put("reason", "The server of the Hub does not answer. ".repeat(9));

        assertThat(bar(columns).line(download, 45, columns - 1)).hasSizeLessThan(Math.max(columns, 32));
        assertThat(bar(columns).line(waiting, 45, columns - 1)).hasSizeLessThan(Math.max(columns, 32));
    }

    @Test
    void showsBytesRateAndTimeLeft() {
        assertThat(bar(100).line(download("downloading", 45, 1_234_000_000, 2_700_000_000L), 45, 99))
                .contains(
                        "Downloading", "acme/tiny:Q4_K_M", "45%", "1.23 GB of 2.70 GB", "23.4 MB/s", "1 min 20 s left");
    }

    @Test
    void saysWhyNothingComes() {
        ObjectNode download = download("downloading", 45, 1, 2);
        download.putObject("waiting").put("code", "disk-full").put("reason", "The disk is full.");
        assertThat(bar(100).line(download, 45, 99))
                .contains("The disk is full.")
                .doesNotContain("MB/s");
    }

    @Test
    void neverRunsBackwardsAndIsFullOnlyWhenCompleted() {
        ProgressBar bar = bar(80);
        bar.show(download("downloading", 60, 6, 10));
        bar.show(download("downloading", 40, 4, 10));
        assertThat(last()).contains("60%");

        bar.show(download("verifying", 100, 10, 10));
        assertThat(last()).contains("99%", "-]");

        bar.show(download("completed", 100, 10, 10));
        assertThat(last()).contains("100%").doesNotContain("-]");
    }

    @Test
    void letsNoStrangerWriteToTheTerminal() {
        ObjectNode download = download("downloading", 45, 1, 2);
        download.put("repo", "acme/\u001b[2Jtiny\r\n");
        download.putObject("waiting").put("reason", "\u001b]0;title\u0007");
        assertThat(bar(120).line(download, 45, 119)).doesNotContain(ESCAPE, "\r", "\n", "\u0007");
    }

    private String last() {
        String all = shown.toString(StandardCharsets.UTF_8);
        return all.substring(all.lastIndexOf('\r'));
    }

    private ProgressBar bar(int columns) {
        Screen screen = new Screen(Map.of("NO_COLOR", "1", "COLUMNS", String.valueOf(columns))) {
            @Override
            public boolean isUnicode() {
                return false;
            }
        };
        return new ProgressBar(screen, new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private static ObjectNode download(String state, int percent, long received, long total) {
        ObjectNode download = JsonNodeFactory.instance.objectNode();
        download.put("repo", "acme/tiny").put("state", state).put("percent", percent);
        download.putArray("variants").add("Q4_K_M");
        download.put("bytesReceived", received).put("bytesTotal", total);
        download.put("rate", 23_400_000).put("etaSeconds", 80);
        return download;
    }
}
